"""Records as authors write them: one type for each kind of content (domain brief §3.3)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from .. import vocabulary as words
from ..values import FuzzyDate, Money, Quantity, Text
from . import parts
from .schema import Key

Sources = Annotated[tuple[parts.Source, ...], Key("来源", "这些事实从哪里来")]
Sample = Annotated[bool, Key("示例", "是示例数据，不是真实记录；页面上会标明", "是")]
Note = Annotated[Text | None, Key("说明", "读者需要知道的一句话，显示在页面上方", "依据公开报道改写")]
Publication = Annotated[str, Key("发布", "写「草稿」就不公开", "已发布", choices=words.PUBLICATION_STATES)]
TakenDown = Annotated[parts.Withdrawal | None, Key("撤下", "整条不再公开的，写上日期和原因；原因会公开")]
Updated = Annotated[FuzzyDate | None, Key("更新", "内容最后核对的日期", "2026-11-01", form="full_date")]
Corrections = Annotated[tuple[parts.Correction, ...], Key("更正", "公开以后改过的内容")]
Topics = Annotated[tuple[str, ...], Key("主题", "属于哪些主题", "消防安全", ref="topic")]
Slug = Annotated[str, Key("网址名", "文件名不能用作网址时，在这里写", "spring-drill", form="slug")]
Former = Annotated[
    tuple[str, ...], Key("曾用网址", "改名以前的网址；打开它会转到现在的网址", "stories/old-name", form="address")
]
InternalNotes = Annotated[str, Key("内部备注", "只给同事看，永不公开", "", internal=True)]


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="record"):
    """What every record has."""

    sources: Sources = ()
    sample: Sample = False
    note: Note = None
    publication: Publication = ""
    taken_down: TakenDown = None
    updated_at: Updated = None
    corrections: Corrections = ()
    topics: Topics = ()
    commitments: Annotated[tuple[parts.Promise, ...], Key("承诺", "由这件事作出的承诺")] = ()
    slug: Slug = ""
    former: Former = ()
    internal_notes: InternalNotes = ""


class Community(Record, frozen=True, kw_only=True, tag="community"):
    """A community (社区)."""

    name: Annotated[Text | None, Key("名称", "社区全名", "何家垅社区", required=True)] = None
    district: Annotated[Text | None, Key("区", "属于哪个区", "武昌区", required=True)] = None
    street: Annotated[Text | None, Key("街道", "属于哪个街道", "中南路街道", required=True)] = None
    city: Annotated[Text | None, Key("城市", "属于哪个城市", "武汉市")] = None
    summary: Annotated[Text | None, Key("简介", "一两句话介绍", "")] = None
    office_address: Annotated[Text | None, Key("办公地址", "社区办公室在哪里", "民主路727-8-1号")] = None
    office_phone: Annotated[str, Key("办公电话", "公开的办公电话", "", form="telephone")] = ""
    area: Annotated[Quantity | None, Key("面积", "多少平方公里", "0.3 平方公里", unit="平方公里")] = None
    households: Annotated[Quantity | None, Key("户数", "多少户", "2800余户", unit="户")] = None
    residents: Annotated[Quantity | None, Key("人口", "多少人", "4000余人", unit="人")] = None
    boundaries: Annotated[parts.Boundaries | None, Key("四至", "东南西北到哪里")] = None
    built: Annotated[Text | None, Key("建成年代", "房屋是什么年代建的", "50年代至90年代")] = None
    traits: Annotated[tuple[Text, ...], Key("特点", "社区的特点", "老年人多")] = ()
    mechanisms: Annotated[tuple[parts.Mechanism, ...], Key("机制", "长期的工作办法")] = ()
    images: Annotated[tuple[parts.Image, ...], Key("图片", "图片和说明")] = ()
    grid_count: Annotated[int | None, Key("网格数", "多少个网格", "6", internal=True)] = None


class Partner(Record, frozen=True, kw_only=True, tag="partner"):
    """A partner unit (共建单位)."""

    name: Annotated[Text | None, Key("名称", "单位全名", "武汉市武房房屋管家置业有限公司", required=True)] = None
    type: Annotated[str, Key("类型", "哪一类单位", "企业", choices=words.PARTNER_TYPES, required=True)] = ""
    short: Annotated[Text | None, Key("简称", "平时怎么叫", "武房管家")] = None
    community: Annotated[str, Key("社区", "主要服务的社区的编号", "hejialong", ref="community")] = ""
    relation: Annotated[Text | None, Key("关系", "和社区是什么关系", "下沉单位")] = None
    summary: Annotated[Text | None, Key("简介", "一两句话介绍", "")] = None
    services: Annotated[tuple[Text, ...], Key("服务", "提供哪些服务", "演练指导")] = ()
    since: Annotated[FuzzyDate | None, Key("起", "从什么时候开始共建", "2024")] = None
    uscc: Annotated[str, Key("信用代码", "统一社会信用代码", "")] = ""
    count: Annotated[Quantity | None, Key("数量", "如果是一类单位，有多少家", "多家", unit="家")] = None
    contact_office: Annotated[Text | None, Key("联系部门", "公开的联系部门", "客户服务部")] = None
    contact_person: Annotated[str, Key("联系人", "只供内部使用，永不公开", "", internal=True)] = ""


class Project(Record, frozen=True, kw_only=True, tag="project"):
    """A co-building project (共建项目)."""

    title: Annotated[Text | None, Key("标题", "项目叫什么", "枯树危树修剪", required=True)] = None
    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community", required=True)] = ""
    category: Annotated[str, Key("类别", "哪一类项目", "绿化修剪", choices=words.CATEGORIES, required=True)] = ""
    state: Annotated[str, Key("状态", "做到哪一步", "实施中", choices=words.PROJECT_STATES, required=True)] = ""
    state_reason: Annotated[Text | None, Key("状态原因", "暂停或取消的原因", "")] = None
    summary: Annotated[Text | None, Key("概述", "一句话说明做什么", "")] = None
    place: Annotated[parts.Place | None, Key("地点", "在哪里", "安装宿舍片区")] = None
    partners: Annotated[tuple[str, ...], Key("共建单位", "参加的单位的编号", "wufang", ref="partner")] = ()
    origin: Annotated[parts.Origin | None, Key("发起", "从哪个诉求、哪次会议来")] = None
    stages: Annotated[parts.Stages | None, Key("五共", "五个步骤各有什么记录")] = None
    start: Annotated[FuzzyDate | None, Key("开始", "什么时候开始", "2026-03")] = None
    end: Annotated[FuzzyDate | None, Key("结束", "什么时候结束", "2026-06")] = None
    budget: Annotated[Money | None, Key("预算", "计划花多少钱", "30000 元")] = None
    cost: Annotated[Money | None, Key("花费", "实际花了多少钱", "28600 元")] = None
    funding: Annotated[tuple[parts.Funding, ...], Key("资金", "钱从哪里来")] = ()
    outputs: Annotated[tuple[parts.Output, ...], Key("产出", "做出了什么")] = ()
    outcomes: Annotated[tuple[parts.Result, ...], Key("成效", "居民的生活有什么变化")] = ()
    beneficiaries: Annotated[Quantity | None, Key("受益", "多少户或多少人受益", "86 户")] = None
    before_after: Annotated[tuple[parts.BeforeAfter, ...], Key("前后对比", "同一个地方改造前后的图")] = ()
    images: Annotated[tuple[parts.Image, ...], Key("图片", "图片和说明")] = ()
    tender_notes: Annotated[str, Key("招标备注", "只供内部使用，永不公开", "", internal=True)] = ""


class Drill(Record, frozen=True, kw_only=True, tag="drill"):
    """A drill (演练)."""

    title: Annotated[Text | None, Key("标题", "演练叫什么", "2026年春季疏散演练", required=True)] = None
    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community", required=True)] = ""
    type: Annotated[str, Key("类型", "哪一类演练", "疏散", choices=words.DRILL_TYPES, required=True)] = ""
    state: Annotated[str, Key("状态", "进行到哪一步", "已复盘", choices=words.DRILL_STATES)] = ""
    date: Annotated[FuzzyDate | None, Key("日期", "哪天举行", "2026-04-18", required=True)] = None
    place: Annotated[parts.Place | None, Key("地点", "在哪里", "安装宿舍片区", required=True)] = None
    organiser: Annotated[Text | None, Key("组织", "谁组织", "社区居委会", required=True)] = None
    partners: Annotated[tuple[str, ...], Key("共建单位", "参加的单位的编号", "wufang", ref="partner")] = ()
    project: Annotated[str, Key("项目", "属于哪个项目，写编号", "fire-drills", ref="project")] = ""
    summary: Annotated[Text | None, Key("概述", "一句话说明", "")] = None
    scenario: Annotated[Text | None, Key("情景", "假设发生了什么", "二楼厨房起火")] = None
    participants: Annotated[tuple[parts.GroupCount, ...], Key("参加", "哪些人、多少人参加")] = ()
    roles: Annotated[tuple[parts.Role, ...], Key("分工", "谁负责什么")] = ()
    alarm_at: Annotated[str, Key("报警", "几点报警", "09:30", form="time")] = ""
    first_action_s: Annotated[int | None, Key("首次处置秒数", "报警后多少秒开始处置", "40")] = None
    evac_time_s: Annotated[int | None, Key("疏散秒数", "疏散用了多少秒", "210")] = None
    target_evac_s: Annotated[int | None, Key("疏散目标秒数", "目标是多少秒以内", "240")] = None
    assembly_count: Annotated[Quantity | None, Key("清点人数", "集合点清点到多少人", "52 人", unit="人")] = None
    equipment: Annotated[tuple[parts.Equipment, ...], Key("器材", "用了什么器材")] = ()
    training_topics: Annotated[tuple[Text, ...], Key("培训内容", "讲了什么", "一懂三会")] = ()
    course: Annotated[tuple[parts.Step, ...], Key("过程", "按时间写经过")] = ()
    problems: Annotated[tuple[parts.DrillProblem, ...], Key("问题", "发现的问题")] = ()
    next_due: Annotated[FuzzyDate | None, Key("下次", "下次什么时候", "2027-04")] = None
    follow_up: Annotated[Text | None, Key("后续", "之后打算怎么做", "")] = None
    images: Annotated[tuple[parts.Image, ...], Key("图片", "图片和说明")] = ()
    attendance_sheet: Annotated[str, Key("签到表", "签到表放在哪里，永不公开", "", internal=True)] = ""


class Inspection(Record, frozen=True, kw_only=True, tag="inspection"):
    """An inspection (巡查) with its findings."""

    title: Annotated[Text | None, Key("标题", "巡查叫什么", "2026年3月消防自查", required=True)] = None
    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community", required=True)] = ""
    type: Annotated[str, Key("类型", "哪一类巡查", "消防自查", choices=words.INSPECTION_TYPES, required=True)] = ""
    date: Annotated[FuzzyDate | None, Key("日期", "哪天巡查", "2026-03-05", required=True)] = None
    scope: Annotated[Text | None, Key("范围", "查了哪里", "各楼道灭火器", required=True)] = None
    by_role: Annotated[Text | None, Key("巡查人", "谁查的，写角色", "小区志愿服务队", required=True)] = None
    partners: Annotated[tuple[str, ...], Key("共建单位", "参加的单位的编号", "volunteers", ref="partner")] = ()
    project: Annotated[str, Key("项目", "属于哪个项目，写编号", "fire-drills", ref="project")] = ""
    summary: Annotated[Text | None, Key("概述", "一句话说明", "")] = None
    checklist_version: Annotated[str, Key("检查表", "用的哪一版检查表", "2026-1")] = ""
    items_checked: Annotated[Quantity | None, Key("检查项数", "查了多少项", "60 项", unit="项")] = None
    pass_count: Annotated[Quantity | None, Key("合格项数", "多少项合格", "54 项", unit="项")] = None
    findings: Annotated[tuple[parts.Finding, ...], Key("隐患", "发现的隐患")] = ()
    outputs: Annotated[tuple[parts.Output, ...], Key("产出", "由此做了什么")] = ()
    images: Annotated[tuple[parts.Image, ...], Key("图片", "图片和说明")] = ()


class Meeting(Record, frozen=True, kw_only=True, tag="meeting"):
    """A meeting (会议): what residents asked for, what was decided."""

    title: Annotated[Text | None, Key("标题", "会议叫什么", "安装宿舍片区征求意见会", required=True)] = None
    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community", required=True)] = ""
    type: Annotated[str, Key("类型", "哪一类会议", "征求意见会", choices=words.MEETING_TYPES, required=True)] = ""
    date: Annotated[FuzzyDate | None, Key("日期", "哪天开的", "2026-03-02", required=True)] = None
    topic: Annotated[Text | None, Key("议题", "商量什么", "枯树危树怎么处理", required=True)] = None
    convenor: Annotated[Text | None, Key("召集", "谁召集，写单位或角色", "人大代表", required=True)] = None
    place: Annotated[parts.Place | None, Key("地点", "在哪里开", "安装宿舍片区")] = None
    partners: Annotated[tuple[str, ...], Key("共建单位", "到会的单位的编号", "wufang", ref="partner")] = ()
    attendance: Annotated[tuple[parts.GroupCount, ...], Key("到会", "哪些人、多少人到会")] = ()
    needs: Annotated[tuple[parts.Need, ...], Key("诉求", "居民提出的事和答复")] = ()
    resources: Annotated[tuple[parts.Resource, ...], Key("资源", "共建单位能提供什么")] = ()
    decisions: Annotated[tuple[parts.Decision, ...], Key("决定", "定下了什么")] = ()
    objections: Annotated[Text | None, Key("不同意见", "有哪些不同意见", "")] = None
    next: Annotated[Text | None, Key("下一步", "接下来怎么做", "")] = None
    images: Annotated[tuple[parts.Image, ...], Key("图片", "图片和说明")] = ()
    minutes_full: Annotated[str, Key("会议记录", "完整记录放在哪里，永不公开", "", internal=True)] = ""


class CareCase(Record, frozen=True, kw_only=True, tag="care_case"):
    """A care case (关爱案例): published only with consent, and without anything that identifies."""

    alias: Annotated[Text | None, Key("化名", "与本人姓名无关的称呼", "桂花奶奶", required=True)] = None
    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community", required=True)] = ""
    category: Annotated[str, Key("类别", "哪一类情况", "独居老人", choices=words.CARE_CATEGORIES, required=True)] = ""
    month: Annotated[FuzzyDate | None, Key("月份", "什么时候，写到月", "2026-05", form="month", required=True)] = None
    summary: Annotated[Text | None, Key("概述", "大致情况，不写健康和经济细节", "", required=True)] = None
    state: Annotated[str, Key("状态", "做到哪一步", "帮扶中", choices=words.CARE_STATES, required=True)] = ""
    supports: Annotated[tuple[parts.Support, ...], Key("帮扶", "给了哪些帮助")] = ()
    outcome: Annotated[Text | None, Key("结果", "后来怎么样", "")] = None
    closed_month: Annotated[FuzzyDate | None, Key("结案月份", "写到月", "2026-08", form="month")] = None
    images: Annotated[tuple[parts.Image, ...], Key("图片", "不能有可辨认的人")] = ()
    consent: Annotated[str, Key("授权", "公开授权的编号", "consent-sample-1", ref="consent", internal=True)] = ""
    author_role: Annotated[Text | None, Key("撰写", "谁写的，写岗位", "网格员", internal=True)] = None
    review: Annotated[parts.Review | None, Key("审核", "第二个人审核", internal=True)] = None
    retention_until: Annotated[
        FuzzyDate | None, Key("保存到", "保存期限，到期自动撤下", "2027-05-31", form="full_date", internal=True)
    ] = None


class Consent(Record, frozen=True, kw_only=True, tag="consent"):
    """The public half of a consent: no name, no signature; those stay outside this folder."""

    type: Annotated[
        str, Key("类型", "公开要用「单独同意」", "单独同意", choices=words.CONSENT_TYPES, required=True)
    ] = ""
    given_by: Annotated[str, Key("同意人", "谁同意的", "本人", choices=words.CONSENT_GIVERS, required=True)] = ""
    capacity_basis: Annotated[Text | None, Key("代理依据", "不是本人同意的，写明依据", "经认定的监护人")] = None
    channels: Annotated[
        tuple[str, ...], Key("公开渠道", "同意在哪里公开", "网站", choices=words.CHANNELS, required=True)
    ] = ()
    sensitive: Annotated[
        tuple[str, ...], Key("敏感信息", "单独同意公开的敏感信息种类", "健康", choices=words.SENSITIVE_CATEGORIES)
    ] = ()
    date_precision: Annotated[
        str, Key("日期精度", "同意日期写到多细；不写就是写到月", "月", choices=words.CONSENT_DATES)
    ] = ""
    place_precision: Annotated[
        str, Key("地点精度", "同意地点写到多细；不写就是写到片区或小区", "社区", choices=words.CONSENT_PLACES)
    ] = ""
    signed_on: Annotated[FuzzyDate | None, Key("签署", "哪天签的", "2026-04-01", form="full_date", required=True)] = (
        None
    )
    expires_on: Annotated[
        FuzzyDate | None, Key("到期", "到哪天为止，一般一年", "2027-04-01", form="full_date", required=True)
    ] = None
    withdrawn_on: Annotated[FuzzyDate | None, Key("撤回", "哪天撤回", "2026-09-01", form="full_date")] = None
    withdrawn_by: Annotated[str, Key("撤回人", "谁撤回的", "本人", choices=words.CONSENT_GIVERS)] = ""
    scope_hash: Annotated[str, Key("凭据摘要", "签字材料的摘要，材料本身不放在这里", "")] = ""


class Commitment(parts.Promise, frozen=True, kw_only=True, tag_field="record", tag="commitment"):
    """A commitment (承诺) that stands alone, in its own file.

    It is a promise first; what it shares with other records is repeated here, as a struct has one base only.
    """

    sources: Sources = ()
    sample: Sample = False
    note: Note = None
    publication: Publication = ""
    taken_down: TakenDown = None
    updated_at: Updated = None
    corrections: Corrections = ()
    topics: Topics = ()
    slug: Slug = ""
    former: Former = ()
    internal_notes: InternalNotes = ""

    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community", required=True)] = ""
    source_record: Annotated[str, Key("出自", "从哪条记录来", "meetings/joint-2026", ref="any")] = ""


class Outcome(Record, frozen=True, kw_only=True, tag="outcome"):
    """An outcome metric (成效指标): one figure followed over time."""

    name: Annotated[Text | None, Key("名称", "指标叫什么", "居民对楼道安全的满意率", required=True)] = None
    unit: Annotated[Text | None, Key("单位", "数值的单位", "%", required=True)] = None
    method: Annotated[Text | None, Key("方法", "怎么得来的", "每季度入户问卷", required=True)] = None
    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community")] = ""
    projects: Annotated[tuple[str, ...], Key("项目", "相关项目的编号", "tree-pruning", ref="project")] = ()
    summary: Annotated[Text | None, Key("概述", "说明了什么", "")] = None
    points: Annotated[tuple[parts.Point, ...], Key("数据", "每一期的数值")] = ()
    baseline: Annotated[Quantity | None, Key("起点", "开始时是多少", "61")] = None
    target: Annotated[Quantity | None, Key("目标", "要做到多少", "85")] = None
    direction: Annotated[str, Key("方向", "越高越好还是越低越好", "越高越好", choices=words.DIRECTIONS)] = ""


class Story(Record, frozen=True, kw_only=True, tag="story"):
    """A story (故事), written in Markdown."""

    title: Annotated[Text | None, Key("标题", "故事的标题", "楼道里多了一盏灯", required=True)] = None
    date: Annotated[FuzzyDate | None, Key("日期", "写于哪天", "2026-06-01", required=True)] = None
    records: Annotated[
        tuple[str, ...], Key("相关", "讲的是哪些记录，至少一条", "projects/tree-pruning", ref="any", required=True)
    ] = ()
    summary: Annotated[Text | None, Key("一句话说明", "一句话讲完", "")] = None
    community: Annotated[str, Key("社区", "在哪个社区，写编号", "hejialong", ref="community")] = ""
    stages: Annotated[tuple[str, ...], Key("五共", "讲的是哪些步骤", "决策共谋", choices=words.STAGES)] = ()
    author_role: Annotated[Text | None, Key("撰写", "谁写的，写岗位", "社区工作人员")] = None
    cover: Annotated[parts.Image | None, Key("封面", "放在最上面的图")] = None


class Page(Record, frozen=True, kw_only=True, tag="page"):
    """A standing page, written in Markdown."""

    title: Annotated[Text | None, Key("标题", "页面的标题", "关于本站", required=True)] = None
    summary: Annotated[Text | None, Key("一句话说明", "一句话讲完", "")] = None


class Site(Struct, frozen=True, kw_only=True):
    """The settings of a site: ``content/site.yaml``."""

    name: Annotated[Text | None, Key("名称", "网站的名字", "何家垅社区共同缔造", required=True)] = None
    tagline: Annotated[Text | None, Key("口号", "名字下面的一句话", "说到做到，做到看得到")] = None
    language: Annotated[str, Key("语言", "界面的语言", "中文", choices=words.LANGUAGES)] = "zh"
    second_language: Annotated[
        str, Key("另有语言", "网站的第二种语言，每一页都另有这种语言的一页", "英文", choices=words.LANGUAGES)
    ] = ""
    timezone: Annotated[str, Key("时区", "以哪里的日期为准", "Asia/Shanghai", form="timezone")] = "Asia/Shanghai"
    url: Annotated[str, Key("网址", "网站正式的网址", "https://example.org/", form="url")] = ""
    contact: Annotated[parts.Contact | None, Key("联系", "居民怎么找到社区", required=True)] = None
    topics: Annotated[tuple[parts.Topic, ...], Key("主题", "网站的主题")] = ()
    cleared: Annotated[
        tuple[str, ...],
        Key(
            "可以公开",
            "核对过、可以写在网页上的办公电话、信箱和称呼；写在这里，检查时就不再提醒",
            "027-85550100",
            internal=True,
        ),
    ] = ()
    open_from_folder: Annotated[
        bool, Key("从文件夹打开", "要拷到U盘上、不经过服务器就打开的，写「是」；每个链接会写明 index.html", "否")
    ] = False
    search: Annotated[bool, Key("搜索", "要不要搜索页；写「否」就不做索引，也没有搜索页和年份页", "是")] = True
    warn_days: Annotated[int, Key("提前提醒天数", "离期限多少天算「临近到期」", "14", most=365)] = 14
    drill_interval_months: Annotated[int, Key("演练间隔月数", "本社区约定多久演练一次", "12", most=120)] = 12
    sheets: Annotated[bool, Key("告示", "给每个项目、演练和承诺做一页可以打印张贴的告示", "是")] = True


AnyRecord = (
    Community
    | Partner
    | Project
    | Drill
    | Inspection
    | Meeting
    | CareCase
    | Consent
    | Commitment
    | Outcome
    | Story
    | Page
)
MODELS: dict[str, type[Struct]] = {
    "community": Community,
    "partner": Partner,
    "project": Project,
    "drill": Drill,
    "inspection": Inspection,
    "meeting": Meeting,
    "care_case": CareCase,
    "consent": Consent,
    "commitment": Commitment,
    "outcome": Outcome,
    "story": Story,
    "page": Page,
}
