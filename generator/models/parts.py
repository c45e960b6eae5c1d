"""The parts that records share: evidence, sources, promises, people by role (domain brief §3.2, §3.6)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from .. import vocabulary as words
from ..values import FuzzyDate, Money, Quantity, Text
from .schema import Key

TextOnPicture = Annotated[
    str,
    Key(
        "图上文字",
        "图上写着的字，照抄下来让程序检查有没有个人信息；没有字或看不清，写「无」",
        "赠：某某社区",
        internal=True,
    ),
]


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of everything that stands inside a record. What is not set is not remembered either."""


class Source(Part, frozen=True, kw_only=True):
    """Where a fact comes from."""

    title: Annotated[Text | None, Key("标题", "来源的标题", "社区工作台账", required=True)] = None
    id: Annotated[str, Key("编号", "在本文件里引用这条来源用的编号", "source-1", form="slug")] = ""
    publisher: Annotated[Text | None, Key("发布", "谁发布或保管的", "社区居委会")] = None
    url: Annotated[str, Key("网址", "能公开打开的网址", "https://example.org/", form="url")] = ""
    published: Annotated[FuzzyDate | None, Key("发布日期", "来源是哪天发布的", "2026-03")] = None
    accessed: Annotated[FuzzyDate | None, Key("查阅日期", "哪天查的", "2026-11-01")] = None


class Place(Part, frozen=True, kw_only=True):
    """A place, no finer than needed. May be written as one text."""

    name: Annotated[Text | None, Key("名称", "地点叫什么；不写单元和门牌号", "安装宿舍片区", required=True)] = None
    precision: Annotated[str, Key("精度", "写得有多细", "片区", choices=words.PLACE_PRECISIONS)] = ""


class Image(Part, frozen=True, kw_only=True):
    """A picture in ``content/media``."""

    file: Annotated[str, Key("文件", "media 文件夹里的图片", "media/drill.svg", form="media", required=True)] = ""
    alt: Annotated[
        Text | None, Key("图片说明", "图里是什么，给看不见图的人听", "灭火器摆成一排的示意图", required=True)
    ] = None
    caption: Annotated[Text | None, Key("图注", "显示在图下面的一句话", "示意图")] = None
    text_on_picture: TextOnPicture = ""
    no_recognisable_person: Annotated[
        bool, Key("无可辨认人物", "图里没有能认出来的人：只有物品、双手、背影，或是画的", "是", internal=True)
    ] = False
    portrait_consent: Annotated[
        str,
        Key("肖像授权", "图里的人单独同意公开这张图，写授权的编号", "consent-sample-1", ref="consent", internal=True),
    ] = ""


class Evidence(Part, frozen=True, kw_only=True):
    """What shows that a promise was kept."""

    kind: Annotated[str, Key("类型", "哪一类材料", "实测", choices=words.EVIDENCE_KINDS, required=True)] = ""
    at: Annotated[FuzzyDate | None, Key("日期", "材料形成的日期", "2026-05-20", form="full_date", required=True)] = None
    accepted: Annotated[bool, Key("采信", "社区核对过、认可这份材料", "是")] = False
    by_role: Annotated[Text | None, Key("提供", "谁提供的，写角色，不写姓名", "网格员")] = None
    file: Annotated[str, Key("文件", "media 文件夹里的文件", "media/recheck.svg", form="media")] = ""
    url: Annotated[str, Key("网址", "能公开打开的网址", "https://example.org/", form="url")] = ""
    caption: Annotated[Text | None, Key("说明", "这份材料说明了什么", "复查记录，共 12 棵")] = None
    alt: Annotated[Text | None, Key("图片说明", "图里是什么", "修剪后的行道树")] = None
    text_on_picture: TextOnPicture = ""
    shows_person: Annotated[bool, Key("有人物", "照片里有能认出来的人；只有人物照片不算佐证", "否")] = False


class Measure(Part, frozen=True, kw_only=True):
    """By what a promise is judged."""

    metric: Annotated[Text | None, Key("指标", "看什么", "更换灭火器", required=True)] = None
    target: Annotated[Quantity | None, Key("目标", "做到多少", "40 具", required=True)] = None


class Amendment(Part, frozen=True, kw_only=True):
    """A dated change of a promise, with its reason."""

    at: Annotated[FuzzyDate | None, Key("日期", "哪天决定变更", "2026-06-20", form="full_date", required=True)] = None
    reason: Annotated[Text | None, Key("原因", "为什么变更", "施工队进场推迟", required=True)] = None
    new_due: Annotated[FuzzyDate | None, Key("新期限", "改到哪天", "2026-09-30")] = None
    new_text: Annotated[Text | None, Key("新内容", "改成什么内容", "")] = None
    new_owner: Annotated[Text | None, Key("新责任", "改由谁负责", "")] = None
    new_measure: Annotated[Measure | None, Key("新衡量", "改成做到什么程度")] = None


class Withdrawal(Part, frozen=True, kw_only=True):
    """The end of a promise that will not be kept. It stays on the page."""

    at: Annotated[FuzzyDate | None, Key("日期", "哪天撤回", "2026-08-01", form="full_date", required=True)] = None
    reason: Annotated[Text | None, Key("原因", "为什么撤回", "该处已列入街道改造，不再单独施工", required=True)] = None


class Recurrence(Part, frozen=True, kw_only=True):
    """How often a promise comes round."""

    interval: Annotated[str, Key("间隔", "多久一次", "每季", choices=words.INTERVALS, required=True)] = ""
    anchor: Annotated[FuzzyDate | None, Key("起", "从哪一期算起", "2026-01", form="with_year", required=True)] = None
    until: Annotated[FuzzyDate | None, Key("止", "到哪一期为止", "2027-12", form="with_year")] = None


class Occurrence(Part, frozen=True, kw_only=True):
    """What was done in one period of a recurring promise."""

    period: Annotated[str, Key("期", "哪一期", "2026-Q3", form="period", required=True)] = ""
    completed_at: Annotated[FuzzyDate | None, Key("完成", "哪天做完", "2026-08-30", form="full_date")] = None
    evidence: Annotated[tuple[Evidence, ...], Key("佐证", "证明做到了的材料")] = ()


class Promise(Part, frozen=True, kw_only=True):
    """A promise (承诺). Its status is derived from dates and evidence and is never written."""

    id: Annotated[str, Key("编号", "写在别的记录里的承诺要有编号，定下后不改", "recheck", form="slug")] = ""
    text: Annotated[Text | None, Key("内容", "承诺做什么", "每年汛期前复查一次行道树", required=True)] = None
    owner: Annotated[Text | None, Key("责任", "谁负责，写单位或岗位", "社区居委会")] = None
    made_at: Annotated[FuzzyDate | None, Key("作出", "哪天作出的承诺", "2026-01-15")] = None
    kind: Annotated[str, Key("类型", "有期承诺、周期承诺，或愿景", "有期承诺", choices=words.COMMITMENT_KINDS)] = ""
    due: Annotated[FuzzyDate | None, Key("期限", "什么时候之前做到", "2026-05-31")] = None
    measure: Annotated[Measure | None, Key("衡量", "做到什么程度算兑现")] = None
    partner: Annotated[str, Key("责任单位", "负责的共建单位的编号", "wufang", ref="partner")] = ""
    completed_at: Annotated[FuzzyDate | None, Key("完成", "哪天做完", "2026-05-20", form="full_date")] = None
    evidence: Annotated[tuple[Evidence, ...], Key("佐证", "证明做到了的材料")] = ()
    amendments: Annotated[tuple[Amendment, ...], Key("变更", "改过期限或内容的，逐条写上日期和原因")] = ()
    withdrawn: Annotated[Withdrawal | None, Key("撤回", "不再做了，写上日期和原因")] = None
    recurs: Annotated[Recurrence | None, Key("周期", "多久一次、从哪一期起")] = None
    occurrences: Annotated[tuple[Occurrence, ...], Key("各期", "周期承诺每一期做了什么")] = ()


class Correction(Part, frozen=True, kw_only=True):
    """A correction of what was published, shown on the page."""

    at: Annotated[FuzzyDate | None, Key("日期", "哪天更正", "2026-04-02", form="full_date", required=True)] = None
    text: Annotated[
        Text | None, Key("内容", "原来写的是什么，改成了什么", "参加人数原写 32 人，应为 23 人", required=True)
    ] = None


class GroupCount(Part, frozen=True, kw_only=True):
    """How many of one group of people."""

    group: Annotated[str, Key("人群", "哪一类人", "居民", choices=words.GROUPS, required=True)] = ""
    count: Annotated[Quantity | None, Key("人数", "多少人", "约 30 人", unit="人", required=True)] = None


class Contribution(Part, frozen=True, kw_only=True):
    """What somebody gave to a project."""

    who: Annotated[Text | None, Key("谁", "出力的单位或角色", "小区志愿服务队", required=True)] = None
    what: Annotated[Text | None, Key("做什么", "出了什么力、什么物、什么钱", "清运枝条", required=True)] = None
    partner: Annotated[str, Key("共建单位", "如果是共建单位，写它的编号", "volunteers", ref="partner")] = ""
    quantity: Annotated[Quantity | None, Key("数量", "多少", "2 天")] = None
    value: Annotated[Money | None, Key("折合", "折合多少钱", "2000 元")] = None


class Funding(Part, frozen=True, kw_only=True):
    """Where money came from."""

    source: Annotated[str, Key("来源", "哪一类资金", "以奖代补", choices=words.FUNDING_SOURCES, required=True)] = ""
    amount: Annotated[Money | None, Key("金额", "多少钱", "12000 元", required=True)] = None
    partner: Annotated[str, Key("共建单位", "出资单位的编号", "wufang", ref="partner")] = ""


class Output(Part, frozen=True, kw_only=True):
    """Something that was made or done."""

    what: Annotated[Text | None, Key("内容", "做出了什么", "修剪行道树", required=True)] = None
    quantity: Annotated[Quantity | None, Key("数量", "多少", "12 棵")] = None
    at: Annotated[FuzzyDate | None, Key("日期", "什么时候", "2026-03")] = None


class Result(Part, frozen=True, kw_only=True):
    """What changed for residents: an outcome of a project."""

    metric: Annotated[Text | None, Key("指标", "看什么", "夜间照明满意率", required=True)] = None
    value: Annotated[Quantity | None, Key("数值", "现在是多少", "92%", required=True)] = None
    unit: Annotated[Text | None, Key("单位", "数值的单位", "棵")] = None
    before: Annotated[Quantity | None, Key("之前", "原来是多少", "41%")] = None
    method: Annotated[Text | None, Key("方法", "怎么得来的", "入户问卷")] = None
    source: Annotated[str, Key("来源", "本文件里来源的编号", "source-1", form="slug")] = ""


class Survey(Part, frozen=True, kw_only=True):
    """What residents said when they judged a project."""

    asked: Annotated[Quantity | None, Key("发放", "问了多少人", "60 人", unit="人")] = None
    answered: Annotated[Quantity | None, Key("回收", "多少人回答", "52 人", unit="人")] = None
    satisfied: Annotated[Quantity | None, Key("满意", "多少人满意", "47 人", unit="人")] = None
    problems: Annotated[Text | None, Key("问题", "大家提出的问题", "晚上路灯关得太早")] = None


class Stage(Part, frozen=True, kw_only=True):
    """What is on record for one of the five stages (五共) of a project."""

    summary: Annotated[Text | None, Key("摘要", "这一步做了什么", "两次会议商量方案", required=True)] = None
    at: Annotated[FuzzyDate | None, Key("日期", "什么时候", "2026-03")] = None
    meeting: Annotated[str, Key("会议", "相关会议的编号", "consult-2026-03", ref="meeting")] = ""
    decision: Annotated[Text | None, Key("决定", "定下了什么", "先修剪后补种")] = None
    objections: Annotated[Text | None, Key("不同意见", "有哪些不同意见、怎么处理", "")] = None
    contributions: Annotated[tuple[Contribution, ...], Key("贡献", "谁出了什么力")] = ()
    survey: Annotated[Survey | None, Key("测评", "居民评议的结果")] = None
    beneficiaries: Annotated[Quantity | None, Key("受益", "多少户或多少人受益", "86 户")] = None
    records: Annotated[tuple[str, ...], Key("相关", "相关记录的编号", "drills/spring", ref="any")] = ()


class Stages(Part, frozen=True, kw_only=True):
    """The five stages; an empty one is shown as 「暂无记录」."""

    co_decide: Annotated[Stage | None, Key("决策共谋", "居民提出、商量、决定")] = None
    co_build: Annotated[Stage | None, Key("发展共建", "居民和单位一起出力")] = None
    co_manage: Annotated[Stage | None, Key("建设共管", "建好以后谁来管")] = None
    co_evaluate: Annotated[Stage | None, Key("效果共评", "居民评好不好")] = None
    co_share: Annotated[Stage | None, Key("成果共享", "谁受益、怎么推广")] = None


class Origin(Part, frozen=True, kw_only=True):
    """Where a project comes from: a request."""

    meeting: Annotated[str, Key("会议", "在哪次会议上提出，写会议编号", "consult-2026-03", ref="meeting")] = ""
    need: Annotated[str, Key("诉求", "那次会议里诉求的编号", "need-1", form="slug")] = ""
    by_role: Annotated[Text | None, Key("提出", "谁提出的，写角色", "居民代表")] = None
    decided: Annotated[str, Key("决定会议", "在哪次会议上定下来，写会议编号", "residents-2026-04", ref="meeting")] = ""


class BeforeAfter(Part, frozen=True, kw_only=True):
    """Two pictures of the same place."""

    before: Annotated[Image | None, Key("之前", "改造前的图", required=True)] = None
    after: Annotated[Image | None, Key("之后", "改造后的图", required=True)] = None


class Role(Part, frozen=True, kw_only=True):
    """A task in a drill."""

    role: Annotated[Text | None, Key("岗位", "什么岗位", "疏散引导组", required=True)] = None
    duty: Annotated[Text | None, Key("职责", "做什么", "守在楼梯口引导")] = None


class Step(Part, frozen=True, kw_only=True):
    """A moment in the course of a drill."""

    at: Annotated[str, Key("时刻", "几点几分", "09:30", form="time")] = ""
    what: Annotated[Text | None, Key("内容", "发生了什么", "警报响起", required=True)] = None


class Equipment(Part, frozen=True, kw_only=True):
    """Equipment that was used."""

    type: Annotated[Text | None, Key("名称", "什么器材", "干粉灭火器", required=True)] = None
    count: Annotated[Quantity | None, Key("数量", "多少", "10 具")] = None


class DrillProblem(Part, frozen=True, kw_only=True):
    """Something that went wrong in a drill, and the promise made of it."""

    text: Annotated[Text | None, Key("内容", "发现什么问题", "二楼通道堆了杂物", required=True)] = None
    commitment: Annotated[str, Key("承诺", "针对它作出的承诺的编号", "clear-passage", ref="commitment")] = ""


class Finding(Part, frozen=True, kw_only=True):
    """A hazard (隐患) that an inspection found."""

    id: Annotated[str, Key("编号", "定下后不改", "f-1", form="slug", required=True)] = ""
    category: Annotated[str, Key("类别", "哪一类隐患", "压力异常", choices=words.FINDING_CATEGORIES, required=True)] = (
        ""
    )
    severity: Annotated[str, Key("程度", "一般、较大或重大", "一般", choices=words.SEVERITIES)] = ""
    state: Annotated[str, Key("状态", "处理到哪一步", "已整改", choices=words.FINDING_STATES, required=True)] = ""
    description: Annotated[Text | None, Key("说明", "具体情况，不写户主和门牌", "楼道灭火器指针在红区")] = None
    place: Annotated[Place | None, Key("地点", "在哪里，写到片区或楼栋", "安装宿舍片区")] = None
    count: Annotated[Quantity | None, Key("数量", "多少处", "3 处")] = None
    found_at: Annotated[FuzzyDate | None, Key("发现", "哪天发现", "2026-03-05")] = None
    due: Annotated[FuzzyDate | None, Key("期限", "什么时候之前整改", "2026-03-31")] = None
    fixed_at: Annotated[FuzzyDate | None, Key("整改", "哪天整改好", "2026-03-20")] = None
    fixed_by: Annotated[Text | None, Key("整改人", "谁整改的，写单位或角色", "物业")] = None
    recheck_at: Annotated[FuzzyDate | None, Key("复查", "哪天复查", "2026-04-02")] = None
    cost: Annotated[Money | None, Key("费用", "花了多少钱", "240 元")] = None
    evidence: Annotated[tuple[Evidence, ...], Key("佐证", "整改的材料")] = ()
    commitment: Annotated[str, Key("承诺", "相关承诺的编号", "replace", ref="commitment")] = ""


class Need(Part, frozen=True, kw_only=True):
    """A request (诉求) raised by residents, and its answer."""

    id: Annotated[str, Key("编号", "定下后不改", "need-1", form="slug", required=True)] = ""
    text: Annotated[Text | None, Key("内容", "居民提出什么", "单元门口的枯树怕倒", required=True)] = None
    by_role: Annotated[Text | None, Key("提出", "谁提出的，写角色，不写姓名", "居民")] = None
    via: Annotated[str, Key("渠道", "怎么提出来的", "会议", choices=words.NEED_CHANNELS)] = ""
    state: Annotated[str, Key("状态", "办到哪一步", "已答复", choices=words.NEED_STATES)] = ""
    handler: Annotated[Text | None, Key("承办", "谁来办", "社区居委会")] = None
    partner: Annotated[str, Key("认领单位", "认领的共建单位的编号", "greening", ref="partner")] = ""
    answer: Annotated[Text | None, Key("答复", "怎么答复的", "已联系园林部门现场查看")] = None
    replied_at: Annotated[FuzzyDate | None, Key("答复日期", "哪天答复", "2026-03-10")] = None
    satisfaction: Annotated[str, Key("满意度", "回访结果", "满意", choices=words.SATISFACTION)] = ""
    results: Annotated[
        tuple[str, ...], Key("结果", "后来形成的项目、承诺等的编号", "projects/tree-pruning", ref="any")
    ] = ()


class Resource(Part, frozen=True, kw_only=True):
    """What a partner offers at a joint meeting."""

    text: Annotated[Text | None, Key("内容", "提供什么", "提供演练场地", required=True)] = None
    partner: Annotated[str, Key("共建单位", "谁提供", "wufang", ref="partner")] = ""
    quantity: Annotated[Quantity | None, Key("数量", "多少", "1 次")] = None


class Votes(Part, frozen=True, kw_only=True):
    """A vote."""

    in_favour: Annotated[Quantity | None, Key("赞成", "多少票赞成", "41 票", unit="票")] = None
    against: Annotated[Quantity | None, Key("反对", "多少票反对", "5 票", unit="票")] = None
    abstain: Annotated[Quantity | None, Key("弃权", "多少票弃权", "6 票", unit="票")] = None


class Decision(Part, frozen=True, kw_only=True):
    """What a meeting decided."""

    text: Annotated[Text | None, Key("内容", "决定了什么", "先修剪后补种", required=True)] = None
    votes: Annotated[Votes | None, Key("表决", "票数")] = None
    commitments: Annotated[tuple[str, ...], Key("承诺", "由此作出的承诺的编号", "recheck", ref="commitment")] = ()
    project: Annotated[str, Key("项目", "由此立项的项目的编号", "tree-pruning", ref="project")] = ""


class Support(Part, frozen=True, kw_only=True):
    """Help that was given in a care case."""

    type: Annotated[str, Key("类型", "哪一类帮扶", "探访", choices=words.SUPPORT_TYPES, required=True)] = ""
    month: Annotated[FuzzyDate | None, Key("月份", "写到月，不写日", "2026-05", form="month")] = None
    by_role: Annotated[Text | None, Key("谁", "写角色，不写姓名", "邻里长")] = None
    by_org_type: Annotated[str, Key("单位类型", "哪一类单位", "社会组织", choices=words.PARTNER_TYPES)] = ""
    summary: Annotated[Text | None, Key("说明", "做了什么，不写健康和经济细节", "每周上门两次")] = None
    named_consent: Annotated[
        str,
        Key(
            "署名授权",
            "这一条写了帮忙的人的姓名，写他本人同意署名的授权的编号",
            "consent-sample-2",
            ref="consent",
            internal=True,
        ),
    ] = ""


class Review(Part, frozen=True, kw_only=True):
    """Approval by a second person."""

    by_role: Annotated[Text | None, Key("角色", "谁审核，写岗位，不能是撰写人", "社区副书记", required=True)] = None
    at: Annotated[FuzzyDate | None, Key("日期", "哪天审核", "2026-05-02", form="full_date", required=True)] = None
    reidentification_checked_by: Annotated[
        Text | None, Key("反推检查", "谁想过：几样情况合起来，熟人也认不出是谁；写岗位，不能是撰写人", "社区副书记")
    ] = None


class Point(Part, frozen=True, kw_only=True):
    """One figure of an outcome."""

    period: Annotated[str, Key("期", "哪一期", "2026-Q3", form="period", required=True)] = ""
    value: Annotated[Quantity | None, Key("数值", "多少", "86", required=True)] = None
    n: Annotated[int | None, Key("样本", "问了或量了多少个", "120")] = None
    source: Annotated[Text | None, Key("来源", "数据从哪里来", "季度问卷")] = None


class Boundaries(Part, frozen=True, kw_only=True):
    """What a community borders on."""

    east: Annotated[Text | None, Key("东", "东到哪里", "民主三巷")] = None
    south: Annotated[Text | None, Key("南", "南到哪里", "民主路")] = None
    west: Annotated[Text | None, Key("西", "西到哪里", "紫沙东路")] = None
    north: Annotated[Text | None, Key("北", "北到哪里", "电力生活二区")] = None


class Mechanism(Part, frozen=True, kw_only=True):
    """A standing way of working of a community."""

    name: Annotated[Text | None, Key("名称", "叫什么", "共建联席会议", required=True)] = None
    summary: Annotated[Text | None, Key("说明", "是怎么回事", "")] = None
    practices: Annotated[tuple[Text, ...], Key("做法", "具体怎么做，一条一条写")] = ()


class Contact(Part, frozen=True, kw_only=True):
    """How to reach the office; shown on every page, in the same place (WCAG 3.2.6)."""

    office: Annotated[Text | None, Key("单位", "哪个办公室", "何家垅社区居委会", required=True)] = None
    phone: Annotated[str, Key("电话", "办公电话", "", form="telephone")] = ""
    address: Annotated[Text | None, Key("地址", "办公地址", "")] = None
    hours: Annotated[Text | None, Key("时间", "什么时候有人", "工作日 8:30–17:30")] = None


class Topic(Part, frozen=True, kw_only=True):
    """A topic of the site."""

    id: Annotated[str, Key("编号", "用在网址里", "safety", form="slug", required=True)] = ""
    name: Annotated[Text | None, Key("名称", "显示的名字", "消防安全", required=True)] = None
