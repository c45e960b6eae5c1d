"""Words for illness, hardship and offences: nobody's secret until they are said of somebody (domain brief P05, P06)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ...problems import Level
from .found import Match
from .kinds import Kind

_WORDS: dict[Kind, str] = {
    Kind.MENTAL: (
        "精神分裂症 精神分裂 精神病 精神障碍 精神疾病 精神疾患 精神异常 精神失常 精神科 精神残疾 精神卫生中心 精神病院 精神问题 精神不正常 精神错乱 精神恍惚 精神康复 精神药物 精神专科 精神崩溃 患有精神疾病 重性精神 抑郁症 抑郁 躁狂症 躁狂 躁郁症 躁郁 "
        "双相情感 双相障碍 焦虑症 强迫症 恐惧症 妄想 幻听 幻觉 癔症 臆想 自杀 自残 自伤 轻生 寻短见 心理疾病 心理障碍 心理治疗 心理问题 心理医生 心理危机 "
        "心理干预 心理疏导 心理咨询 心理创伤 心理科 心理疾患 心理辅导 心理援助 心理阴影 想不开 不想活 寻死 厌世 割腕 服毒 喝农药 上吊 跳楼 惊恐发作 惊恐症 恐慌症 抗抑郁药 情感障碍 情绪障碍 人格障碍 应激障碍 神经衰弱 社交恐惧 暴食症 阿斯伯格 谱系障碍 癫狂 疯病 疯婆 疯女人 疯子 疯疯癫癫 疯癫 疯了 发疯 神经病 神经失常 自闭症 孤独症 厌食症 创伤后应激 多动症"
    ),
    Kind.DISABILITY: (
        "肢体残疾 肢体一级 肢体二级 肢体三级 肢体四级 一级残疾 二级残疾 三级残疾 四级残疾 残疾 残障 伤残 重残 肢残 聋哑 失聪 耳聋 双目失明 失明 盲人 视障 视力障碍 "
        "听障 听力障碍 智障 智力障碍 智力残疾 听力残疾 视力残疾 言语残疾 言语障碍 多重残疾 截肢 脑瘫 弱智 智力低下 侏儒 唐氏 截瘫 高位截瘫 假肢 义肢 断臂 断腿 瘸 跛脚 失语 哑巴 聋人 小儿麻痹 坐轮椅 靠轮椅 盲杖 生活不能自理"
    ),
    Kind.BENEFIT: (
        "低保 吃低保 特困 五保户 五保 低收入 临时救助 社会救助 医疗救助 大病救助 救助金 救助款 救济 困难补助 困难补贴 生活补助 补助金 助残补贴 护理补贴 贫困户 脱贫户 "
        "困难户 边缘户 建档立卡 最低生活保障 孤儿津贴 抚恤金 失业金 失业保险金 廉租房 公租房 保障房 两项补贴 基本生活费 供养 事实孤儿 事实无人抚养 孤儿 困境儿童 助学金 困难职工 帮扶对象 贫困 优抚 护理费 租房补贴"
    ),
    Kind.FINANCE: (
        "欠债 欠款 欠下 欠了 负债 债务 外债 借债 还债 讨债 债主 赌债 房贷 车贷 网贷 贷款 高利贷 月收入 年收入 家庭收入 人均收入 没有收入 无收入 收入微薄 收入不高 收入低 "
        "工资 月薪 薪水 退休金 养老金 积蓄 存款 失业 下岗 破产 失信 欠钱 欠账 借钱 外债 交不起 付不起 还不起 生活来源 收入来源 催债 断供 亏空 透支 工钱 拮据 入不敷出"
    ),
    Kind.OFFENCE: (
        "服刑 刑满 刑释 出狱 坐牢 入狱 狱中 监狱 看守所 拘留 判刑 缓刑 假释 社区矫正 矫正对象 社矫 吸毒 戒毒 涉毒 吸食毒品 贩毒 复吸 前科 案底 劳改 劳教 犯过罪 犯罪记录 "
        "刑事处罚 强制隔离 坐过牢 坐了牢 判了刑 被判 判处 获刑 徒刑 刑期 减刑 刑拘 取保候审 在押 羁押 关押 逮捕 被捕 盗窃 抢劫 罪犯 犯罪 犯人 犯事 少管所 毒瘾 冰毒 海洛因 强戒"
    ),
    Kind.HEALTH: (
        "高血压 低血压 高血脂 高血糖 糖尿病 冠心病 心脏病 心脏搭桥手术 心脏搭桥 心脏支架 心梗 心肌梗死 心绞痛 心衰 中风 脑梗 脑溢血 脑出血 脑血栓 偏瘫 瘫痪 帕金森 阿尔茨海默 "
        "老年痴呆 痴呆 失智 胃癌 肺癌 肝癌 肠癌 直肠癌 结肠癌 乳腺癌 宫颈癌 食道癌 胰腺癌 淋巴癌 鼻咽癌 前列腺癌 甲状腺癌 血癌 癌 肿瘤 白血病 尿毒症 慢性肾病 肾病 肾衰 肾炎 "
        "肝硬化 肺炎 肝炎 乙肝 丙肝 胃炎 肠炎 关节炎 胰腺炎 肺结核 结核 慢阻肺 哮喘 骨折 股骨头 骨质疏松 椎间盘 腰椎 风湿 类风湿 痛风 白内障 青光眼 癫痫 渐冻 红斑狼疮 艾滋 "
        "梅毒 性病 血友病 肌无力 贫血 皮肤病 传染病 罕见病 先天性 病危 病重 病逝 病情 重病 大病 疾病 慢性病 慢病 绝症 生病 患病 得了病 得病 有病 看病 治病 养病 病 症 炎 瘤 患者 病人 病友 病房 "
        "确诊 诊断 住院 入院治疗 出院 医院 急诊 抢救 开刀 手术 化疗 放疗 透析 移植 插管 鼻饲 输液 打针 吃药 服药 用药 药费 医药费 医疗费 降压药 胰岛素 卧床 褥疮 失禁 昏迷 晕倒 咳血 "
        "便血 流产 怀孕 吸氧 氧气瓶 呼吸机 导尿 造瘘 植物人 病倒 病床 病榻 发病 犯病 身患 患上 罹患 摔伤 跌伤 烧伤 烫伤 甲亢 甲减 结节 息肉 结石 溃疡 阑尾炎 颈椎病 静脉曲张 心脏不好 认知障碍 半身不遂 重症监护 重症 就诊 门诊 复诊 处方 止痛药 靶向药 安眠药 感冒 发烧 眩晕 抽搐 麻痹 视网膜 气管炎 支气管炎 乳腺 前列腺 甲状腺 肺气肿 装了支架 降糖药 血压高 血压低 血糖高 血糖低 早产 增生 椎间盘突出 囊肿 脓肿 脑积水 衰竭 梗塞 栓塞 肌肉萎缩 低烧 高烧 心脏支架 胆囊 卵巢 子宫 后遗症 并发症"
    ),
}
_NOT_BEFORE = {
    "残疾": "人联合|人车位|人专用|预防|人就业|人事业|人日",
    "低保": "[证险护障温存额费修密]",
    "特困": "[生难]",
    "病": "[虫害毒历区树木枝]",
    "症": "结",
    "炎": "[热夏炎黄日]",
    "贫困": "[村县]",
    "就诊": "卡",
    "下岗": "再就业",
    "门诊": "[号卡]",
    "工资": "卡",
    "住院": "号",
    "有病": "虫|害",
    "手术": "刀",
    "医院": "门口|对面|旁边|附近|路口|站",
    "移植": "[了的]?(?:树|苗|花|草)",
}
"""What makes another word of one when it follows."""
_NOT_AFTER = {"低保": "[降最]", "病": "[毛通弊语诟带树心]", "症": "[对顽]", "炎": "[炎]"}
"""What makes another word of one when it stands before it."""


def _one_of(words: list[str]) -> str:
    """Return a pattern for any of ``words``, grouped by their first character: the longest that fits is taken."""
    groups = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        before = f"(?<!{_NOT_AFTER[word]}{word[0]})" if word in _NOT_AFTER else ""
        after = f"(?!{_NOT_BEFORE[word]})" if word in _NOT_BEFORE else ""
        groups[word[0]].append(before + word[1:] + after)
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())


_KIND_OF = {word: kind for kind, words in reversed(_WORDS.items()) for word in words.split()}

SIGN = re.compile(_one_of(list(_KIND_OF)))
KINDS = frozenset(_WORDS)


def conditions(text: str) -> Iterator[Match]:
    """Yield words of illness, disability, benefits, money and offences."""
    for match in SIGN.finditer(text):
        yield Match(_KIND_OF[match[0]], Level.INFO, match.start(), match.end(), match[0])
