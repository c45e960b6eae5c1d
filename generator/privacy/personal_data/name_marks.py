"""What stands beside a name and tells that it is one.

Words are separated by blanks; a word may say by what it must not be followed.
"""

from __future__ import annotations


def one_of(words: str) -> str:
    """Return the pattern for any of ``words``."""
    return f"(?:{'|'.join(words.split())})"


FORMS = one_of(
    "老奶奶 奶奶 老爷爷 爷爷 老大爷 大爷 大妈 大娘 大叔 大婶 大姐 大哥 大嫂 阿姨 阿婆 阿公 阿伯 阿叔 阿嬷 阿爹 阿妈 叔叔 老伯伯 伯伯 老伯 婆婆 太婆 爹爹 婶婶 婶子 嫂子 "
    "老太太 老太 太太 老爷子 姨(?![妈父丈]) 姐(?![妹夫姐]) 哥(?![哥们]) 叔 伯(?!乐) 婶 嫂 爷 婆(?!媳) 爹 "
    "老师傅 师傅 先生(?!态) 女士 小姐 老板娘 老板 同志(?!们) 大伯 大舅 二叔 三叔 二婶 妹子 小朋友 同学 老人(?!家) 夫妇 夫妻"
)
"""How private people are addressed."""
KIN = "奶爷婆爹伯叔婶姨嫂妈娘哥姐太"
"""The characters of those forms that nobody uses of an office."""
NEEDS_A_GIVEN_NAME = frozenset({"老人", "夫妇", "夫妻", "小朋友"})

OFFICES = one_of(
    "第一书记 副书记 总书记 书记(?![员录处们]) 副主任 主任(?![务医护技药检会]) 副站长 站长 副所长 所长 副队长 队长 副会长 会长(?![期远大锈达]) 副局长 局长(?!期) 副处长 处长(?!期) "
    "副科长 科长 副部长 部长 副镇长 镇长 村长 总经理 副经理 经理(?!人) 代表(?![了性团着们作方队处大会]) 委员(?!会) 副主席 主席 副校长 校长 副院长 院长 园长(?!廊) 班长(?!时) 组长 "
    "楼栋长 楼长 网格长 网格员 片长 单元长 邻里长 民警 警官 大夫 总(?=[说介表答]|带[队着]|来[了到]) 医师 医生(?!活|物) 护士 护师 老师(?!傅|们) 律师(?!事务) 教授 工程师 工(?=[说介到带来上现]) 干事 社工 会计 主管 理事长 "
    "秘书长 秘书 指导员 教导员 教练 法官 检察官 董事长 店长 馆长 支书 常委"
)
"""Offices and trades. Who has one acts in it, so a name before one is that of a member of staff."""

PEOPLE = one_of(
    "居民 业主 住户 户主 租户 租客 村民 市民 群众 志愿者 志愿队员 党员 退役军人 学生 同学 患者 病人 联系人 收件人 来信人 申请人 当事人 投诉人 举报人 监护人 代办人 受助人 受访者 "
    "来访人 来客 来电人 报修人 反映人 承租人 出租人 借阅人 借用人 认养人 认领人 报名人 委托人 受托人 照护人 代领人 取件人 寄件人 证明人 担保人 见证人 受访人 提议人 发起人 讲述人 口述人 捐款人 捐赠人 受益人 领取人 签收人 经办人 失主 事主 房主 目击者 户名 姓名 署名 低保户 困难户 贫困户 特困户 五保户 帮扶对象 残疾人 独居老人 老人 邻居 商户 店主 摊主 家属 儿子 女儿 丈夫 妻子 "
    "老伴 母亲 父亲 孙女 孙子 哥哥 姐姐 弟弟 妹妹 儿媳 女婿 房东 热心人 小伙子? 姑娘 少年 女孩 男孩 孩子 死者 伤者 车主 名叫 叫做 工人 职工 退休教师 司机 裁缝 厨师 电工 木匠 保安 保洁员 环卫工 快递员 外卖员 骑手 摊贩 护工 保姆 老兵 战士 室友 同事 老乡 朋友 舅舅 姑姑 姨妈 侄子 侄女 外孙 岳母 岳父 爱人 作者 摄影 撰文 供图 供稿 获奖者 参赛者"
)
"""Words for private people that stand right before a name."""
ENDS_OF_PEOPLE = (
    "民主户客众者员生人名居属子儿夫伴亲女媳婿东年叫姐弟哥妹娘孩伙象工师机缝匠安手贩姆兵士友事乡舅姑妈孙母父影文图稿"
)
STAFF = one_of(
    "副书记 书记 副主任 主任 委员 网格员 网格长 片长 楼栋长 楼长 单元长 邻里长 站长 所长 队长 会长 理事长 组长 班长 社工 社区工作者 工作人员 干部 民警 警官 律师 医生 护士 老师(?!傅) 校长 院长 园长 经理 "
    "主管 代表 局长 处长 科长 部长 镇长 村长 支书 主席 干事 教授 工程师 设计师 负责人 队员 专干 两委 讲师 教练 消防员 通讯员 记者 编辑 管家 客服"
)
"""The same for members of staff."""
ENDS_OF_STAFF = "记任员长工者部警师生护经理代表席事授人干委练服辑家管书士"

SIGNED = one_of(
    "[\u4e00-\u9fff]人 口述 整理 签到 制表 统计 审核 记录 主持 拍摄 绘图 题字 执笔 校对 主讲 领队 值班 发言 签名 署名 落款"
)
"""Words before a colon and a name."""
ENDS_OF_SIGNED = "述理到表计核录持摄图字笔对讲队班名款言"
SPEECH = one_of(
    "高兴地说 笑着说 说道 说 表示 介绍 告诉 回忆 坦言 感慨 反映 提出 提议 认为 指出 透露 直言 建议 补充道 补充 回答 解释 感叹 笑道 称赞 敬赠 敬上 敬谢 敬献 赠 叩谢"
)
ACTS = one_of(
    "主动 带头 走访 上门 参加 报名 签字 签名 捐出 捐了 领取 领到 送来 负责 值守 牵头 自告奋勇 家住 今年 每天 每周 天天 正在 就是 便是 是 老人 家的?(?=[申装要在里有]) 夫妻 夫妇 两口子 最[爱喜怕盼早忙] 一家 常年 记得 签了 举[手着] 站起 点头 摇头 摆手 开口 接话"
)
HABITS = one_of("最[爱喜怕盼早忙] 每天 今年 家住 主动 带头 报名 自告奋勇 一家 常年")
"""The acts that a name with a wordlike surname, too, may stand before, after 「的」."""
OFFERS = one_of("报名 签字 签名 自告奋勇 送来 领取 捐出 主动")
"""The acts that a name of two characters, too, may stand before."""
DOES = (
    "(?:[，。、；：说介表带讲提作主答教帮送捡拾领给把被在到上画加听组陪现拍递扛举念做写修守挨逐赶]|当[场天]|负责|一[天边个直口]|退[租休了]|问[了过]|唱[票歌了]|扎针|[两三四几多]次|举[手着]|站[起在]|坐[在下]|特[意地]|签[了字名下]|记得|记[下住]|常[年常来]|最[爱喜怕盼早忙]|每[天周晚早次月]"
    "|会[说做修写唱弹焊]|管[着过了]|住[在了过]|已[经有]|刚[从刚搬]|不[肯愿让想会]|是[个一第]|从[来小不]|来[了自电]|去[了年世])"
)
"""The first characters of what people do. After a role, a wordlike surname with one given name needs one of them."""

LEFT = one_of(
    "居民 业主 住户 户主 租户 租客 村民 市民 志愿者 党员 邻居 商户 老人 隔壁 楼上 楼下 对门 社区 街道 党委 支部 总支 居委会 物业 热心 独居 高龄 岁的? 旬 退休 学校 医院 派出所 单位 公司 中心 "
    "小区 大队 站的? 家住 名叫 叫做 叫 姓 由 的 是 和 与 及 跟 同 对 让 请 找 问 给 把 被 为 帮 在 到 见 了 着 过 位 听 替 陪 向 说 据 按照 依照 照着 而 但 就 也 还 又 都 从 将 区 局 办 所 部 组 会 队 "
    "村 院 园 里 中 后 时 日 午 天 晚 前 次 以"
)
"""What may stand before a lone surname with a title. Before another word the surname is likely its last character."""
