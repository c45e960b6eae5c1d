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
        "心理干预 心理疏导 心理咨询 心理创伤 心理科 心理疾患 心理辅导 心理援助 心理阴影 想不开 不想活 寻死 厌世 割腕 服毒 喝农药 上吊 跳楼 惊恐发作 惊恐症 恐慌症 抗抑郁药 情感障碍 情绪障碍 人格障碍 应激障碍 神经衰弱 社交恐惧 暴食症 阿斯伯格 谱系障碍 癫狂 疯病 疯婆 疯女人 疯子 疯疯癫癫 疯癫 疯了 发疯 神经病 神经失常 自闭症 孤独症 情绪崩溃 精神类 精神刺激 严重精神 精神状态异常 精神状况异常 心境障碍 睡眠障碍 进食障碍 惊恐障碍 社恐 狂躁 安定医院 精神病医院 精卫中心 心理门诊 心理评估 "
        "抽动症 缄默症 受了刺激 受过刺激 魔怔 奥氮平 氯氮平 利培酮 碳酸锂 舍曲林 帕罗西汀 跳江 跳河 投河 投江 割脉 烧炭自 活不下去 寻短 厌食症 创伤后应激 多动症"
    ),
    Kind.DISABILITY: (
        "肢体残疾 肢体一级 肢体二级 肢体三级 肢体四级 一级残疾 二级残疾 三级残疾 四级残疾 残疾 残障 伤残 重残 肢残 聋哑 失聪 耳聋 双目失明 失明 盲人 视障 视力障碍 "
        "听障 听力障碍 智障 智力障碍 智力残疾 听力残疾 视力残疾 言语残疾 言语障碍 多重残疾 截肢 脑瘫 弱智 智力低下 侏儒 唐氏 截瘫 高位截瘫 假肢 义肢 断臂 断腿 瘸 跛脚 失语 哑巴 聋人 小儿麻痹 坐轮椅 靠轮椅 坐着轮椅 坐上轮椅 侏儒症 盲杖 生活不能自理 不能自理 离不开轮椅 色盲 聋儿 弱视 低视力 独臂 轮椅代步 轮椅出行 坐在轮椅 唇腭裂 发育迟缓 肢体障碍 运动障碍 残联证"
    ),
    Kind.BENEFIT: (
        "低保 吃低保 特困 五保户 五保 低收入 临时救助 社会救助 医疗救助 大病救助 救助金 救助款 救济 困难补助 困难补贴 生活补助 补助金 助残补贴 护理补贴 贫困户 脱贫户 "
        "困难户 边缘户 建档立卡 最低生活保障 孤儿津贴 抚恤金 失业金 失业保险金 廉租房 公租房 保障房 两项补贴 基本生活费 供养 事实孤儿 事实无人抚养 孤儿 困境儿童 助学金 困难职工 帮扶对象 贫困 优抚 护理费 租房补贴 高龄津贴 高龄补贴 养老服务补贴 失能补贴 教育救助 住房救助 贫困生 困难群众 困难老人 困难群体 兜底保障 失独 扶贫款 救助站 救助对象 三无老人 三无人员 监测户 帮扶户 养老补贴 取暖补贴 物价补贴 教育资助 住房补贴 丧葬补助 生活困难"
    ),
    Kind.FINANCE: (
        "欠债 欠款 欠下 欠了 负债 债务 外债 借债 还债 讨债 债主 赌债 房贷 车贷 网贷 贷款 高利贷 月收入 年收入 家庭收入 人均收入 没有收入 无收入 收入微薄 收入不高 收入低 "
        "工资 月薪 薪水 退休金 养老金 积蓄 存款 失业 下岗 破产 失信 欠钱 欠账 借钱 外债 交不起 付不起 还不起 生活来源 收入来源 催债 断供 亏空 透支 工钱 拮据 入不敷出 欠着 欠条 欠薪 还贷 借款 没钱 缺钱 身无分文 经济困难 家境贫 手头紧 揭不开锅 负担不起 待业 内退 抵押 抚养费 赡养费 生活费 老赖 断了收入 无业 没有固定收入 无固定收入 每月收入 花呗 讨薪 欠租 打零工 打短工 躲债 逼债 没了收入 卖血 当掉"
    ),
    Kind.OFFENCE: (
        "服刑 刑满 刑释 出狱 坐牢 入狱 狱中 监狱 看守所 拘留 判刑 缓刑 假释 社区矫正 矫正对象 社矫 吸毒 戒毒 涉毒 吸食毒品 贩毒 复吸 前科 案底 劳改 劳教 犯过罪 犯罪记录 "
        "刑事处罚 强制隔离 坐过牢 坐了牢 判了刑 被判 判处 获刑 徒刑 刑期 减刑 刑拘 取保候审 取保 在押 羁押 关押 逮捕 被捕 盗窃 抢劫 罪犯 犯罪 犯人 犯事 少管所 毒瘾 冰毒 海洛因 强戒 服过刑 服完刑 刑满 大牢 牢里 牢狱 收监 保外就医 监外执行 拘役 行拘 偷窃 偷东西 酒驾 醉驾 嫖娼 卖淫 赌博 聚赌 寻衅滋事 诈骗罪 伤害罪 毒品上瘾 斗殴 故意伤害 交通肇事 肇事逃逸"
    ),
    Kind.HEALTH: (
        "高血压 低血压 高血脂 高血糖 糖尿病 冠心病 心脏病 心脏搭桥手术 心脏搭桥 心脏支架 心梗 心肌梗死 心绞痛 心衰 中风 脑梗 脑溢血 脑出血 脑血栓 偏瘫 瘫痪 帕金森 阿尔茨海默 "
        "老年痴呆 痴呆 失智 胃癌 肺癌 肝癌 肠癌 直肠癌 结肠癌 乳腺癌 宫颈癌 食道癌 胰腺癌 淋巴癌 鼻咽癌 前列腺癌 甲状腺癌 血癌 癌 肿瘤 白血病 尿毒症 慢性肾病 肾病 肾衰 肾炎 "
        "肝硬化 肺炎 肝炎 乙肝 丙肝 胃炎 肠炎 关节炎 胰腺炎 肺结核 结核 慢阻肺 哮喘 骨折 股骨头 骨质疏松 椎间盘 腰椎 风湿 类风湿 痛风 白内障 青光眼 癫痫 渐冻 红斑狼疮 艾滋 "
        "梅毒 性病 血友病 肌无力 贫血 皮肤病 传染病 罕见病 先天性 病危 病重 病逝 病情 重病 大病 疾病 慢性病 慢病 绝症 生病 患病 得了病 得病 有病 看病 治病 养病 病 症 炎 瘤 患者 病人 病友 病房 "
        "确诊 诊断 住院 入院治疗 出院 医院 急诊 抢救 开刀 手术 化疗 放疗 透析 移植 插管 鼻饲 输液 打针 吃药 服药 用药 药费 医药费 医疗费 降压药 胰岛素 卧床 褥疮 失禁 昏迷 晕倒 咳血 "
        "便血 流产 怀孕 吸氧 氧气瓶 呼吸机 导尿 造瘘 植物人 病倒 病床 病榻 发病 犯病 身患 患上 罹患 摔伤 跌伤 烧伤 烫伤 甲亢 甲减 结节 息肉 结石 溃疡 阑尾炎 颈椎病 静脉曲张 心脏不好 认知障碍 半身不遂 重症监护 重症 就诊 门诊 复诊 处方 止痛药 靶向药 安眠药 感冒 发烧 眩晕 抽搐 麻痹 视网膜 气管炎 支气管炎 乳腺 前列腺 甲状腺 肺气肿 装了支架 降糖药 血压高 血压低 血糖高 血糖低 早产 增生 椎间盘突出 囊肿 脓肿 脑积水 衰竭 梗塞 栓塞 肌肉萎缩 低烧 高烧 心脏支架 胆囊 卵巢 子宫 后遗症 并发症 咳嗽 咳喘 气喘 头晕 头痛 胸闷 胸痛 心悸 心慌 耳鸣 浮肿 水肿 呕吐 腹泻 便秘 失眠 腰痛 腿痛 过敏 疱疹 疝气 痔疮 骨裂 "
        "坏死 人工关节 起搏器 房颤 早搏 动脉硬化 动脉瘤 血栓 腹水 腹痛 尿血 血尿 感染 休克 萎缩 脑震荡 银屑病 尿酸高 血脂高 黄斑 点滴 挂水 吊水 药量 病退 病假 流感 水痘 新冠 进了ICU 心脏放 心脏装 心脏做 心脏搭 心脏手术 身体不好 身体欠佳 身体虚弱 术后 健忘 止痛 心脏的毛病 摔断 植皮 安胎 孕吐"
    ),
}
_ORGANS = ("胃", "肠", "肝", "肾", "脾", "肺", "脑", "颅内", "眼底")
_TROUBLES = ("出血", "积水", "穿孔", "破裂", "衰竭", "切除", "移植", "不好", "功能不全")
_WORDS[Kind.HEALTH] += " " + " ".join(organ + trouble for organ in _ORGANS for trouble in _TROUBLES)

_NOT_BEFORE = {
    "残疾": "人联合|人车位|人专用|预防|人就业|人事业|人日",
    "低保": "[证险护障温存额费修密真质]",
    "病": "[虫害毒历区树木枝句根案]",
    "症": "结",
    "吃药": "膳",
    "贫血": "的?颜色",
    "疯了": "[似一]",
    "工资": "卡(?![被里上由给拿在都])|表|专户|条款|总额|标准|保证金|指导",
    "存款": "箱|利[息率]|准备金|保险",
    "债务": "[人方]?清单|重组",
    "欠款": "清零",
    "救助站": "的?[猫狗]",
    "特困": "[生难扰]",
    "瘸": "腿?了?的?长?[桌椅凳床柜板]",
    "瘤": "状",
    "中风": "[景力险格采味]",
    "打针": "[织线]",
    "自杀": "式",
    "断腿": "的?长?[桌椅凳床柜板]",
    "救济": "粮仓",
    "保障房": "[前屋]",
    "欠条": "模板|样本|范本",
    "炎": "[热夏炎黄日帝凉]",
    "贫困": "[村县地]",
    "就诊": "卡",
    "门诊": "[号卡]|大?楼|部|大厅|时间|窗口|安排|表",
    "住院": "[号子里]|编号|部|楼",
    "出院": "[子门落墙外里]",
    "有病": "[虫害树枝]",
    "手术": "[刀台灯室]",
    "医院": "门口|对面|旁边|附近|路口|站|代码|的?官|的?公众号|的?专家|的?医[生护师]|的?护士|的?志愿|的?党|的?支持|捐|派|与社区|和社区|的?门诊|大楼|院区|住院[部楼]|位于|地址|路|搬|开|有关|通知",
    "移植": "[了的]?(?:树|苗|花|草)",
    "麻痹": "大意|思想|心理|松懈",
    "发烧": "友",
    "过敏": "感",
    "感染": "力|了全|了大|了在场|了每|着",
    "哑巴": "亏",
    "断臂": "求生",
    "跳楼": "[价机]",
    "发疯": "[似一]",
    "案底": "[稿册色纹图板线片]",
    "前科": "[学技室目研]",
    "犯事": "[件实]",
    "坐牢": "[固靠稳]",
    "在押": "[运送金题韵解车]",
    "被判": "无效|出局|定为|断|给|得|犯规",
    "断供": "[水电气暖]",
    "透支": "体力",
    "没钱": "[也就能]",
    "抵押": "[登物权]",
    "水肿": "胀",
    "坏死": "[枝树的]",
    "萎缩": "[的]?(?:花|叶|草|苗)",
    "点滴": "[小记回做之积中]",
    "赌博": "机",
}
"""What makes another word of one when it follows."""
_NOT_AFTER = {
    "低保": "[降最]",
    "病": "[毛通弊语诟带树心粉锈斑枯腐霉虫萎]",
    "症": "[对顽延懒尬]",
    "炎": "[炎]",
    "感冒": "[不]",
    "出院": "[走搬推运抬移驶迁]",
    "疯了": "[卖抢乐忙热玩笑长急购]",
    "月收入": "[本上下当每0-9一二三四五六七八九十]",
    "年收入": "[本上今去全当]",
    "案底": "[方图档]",
    "前科": "[目以从之]",
    "犯人": "[侵冒防]",
    "犯事": "[侵]",
    "断供": "[水电气暖]",
    "麻痹": "[想]",
    "点滴": "[点]",
    "没钱": "[了]",
}
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
    end = -1
    for match in SIGN.finditer(text):
        kind, is_rest = (
            _KIND_OF[match[0]],
            match.start() == end and match[0] in _RESTS and text[match.end() : match.end() + 1] not in _NOT_RESTS,
        )
        end = match.end()
        if match[0] in _MONEY and _MONEY_OF_A_BODY.search(text, max(match.start() - 4, 0), match.start()):
            continue
        if not (is_rest or (kind in _OF_THINGS and _is_said_of_a_thing(text, match))):
            yield Match(kind, Level.INFO, match.start(), end, match[0])


_RESTS, _NOT_RESTS = frozenset("症病炎"), frozenset("史状因情")
"""What may end the word before: 「侏儒」and「症」."""
_OF_THINGS = frozenset({Kind.HEALTH, Kind.DISABILITY, Kind.MENTAL, Kind.FINANCE})
_THING_AFTER = re.compile("的[老旧大小古新]?(?:水泵|水管|管道|电梯|墙|路灯|树|桌|椅|凳|柜|门铃|音箱|喇叭|桥)")
_MONEY = frozenset({"贷款", "欠款", "债务", "存款", "负债", "借款", "抵押", "破产"})
_MONEY_OF_A_BODY = re.compile("(?:工程|公司|物业|单位|企业|项目|公共|集体|对公|施工|合同|财政|债权)(?:款|的)?$")
_THING = (
    "(?:水泵|水管|管道|管网|下水|电梯|墙体|外墙|墙面|屋顶|路灯|大树|古树|老树|树木|树|桥|设备|线路|电线|电路|阀门|消防栓|井盖|花木|草坪|绿地|电缆|系统|机器|电机|房屋|房子"
    "|老楼|楼体|楼房|楼栋|楼道|小区|院子|道路|路面|桌腿|椅腿|桌子|椅子|桌|椅|凳子|凳|门铃|音箱|广播|喇叭|监控|摄像头|冰箱|空调|旧?车|账本|流程|制度)"
)
_TREATED = re.compile(f"(?:给|为|替|对|让|帮)[^，。；！？\n]{{0,6}}{_THING}[^，。；！？\n]{{0,5}}$")
_QUOTED_OF_A_THING = re.compile(f"{_THING}[^。；！？\n]{{0,10}}[“‘「]$")
_OF_A_THING = re.compile(
    f"(?:^|[，。；！？、\n的把])(?:[^，。；！？\n的]{{0,4}}){_THING}(?:又|也|都|常|总|老是|突然|今年|好像|像)?(?:是|得了|犯了)?$"
)
_PERSON = re.compile("[人他她你我爷奶婆爹妈叔姨哥姐弟妹儿女孩户民者员师友生]")


def _is_said_of_a_thing(text: str, match: re.Match[str]) -> bool:
    """Whether a pump is ill, or a tree in treatment: 「水泵“感冒”了」「给古树输液」."""
    if _THING_AFTER.match(text, match.end()):
        return True
    if _KIND_OF[match[0]] is Kind.FINANCE:
        return False
    before = text[max(match.start() - 16, 0) : match.start()]
    if before[-1:] in "“‘「" and before:
        return text[match.end() : match.end() + 1] in ("”", "’", "」") and bool(_QUOTED_OF_A_THING.search(before))
    found = _TREATED.search(before) or _OF_A_THING.search(before)
    return bool(found) and not _PERSON.search(found[0])  # type: ignore[index]  # found
