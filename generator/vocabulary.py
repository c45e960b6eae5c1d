"""The words of the field: every kind of record and every enumeration, in Chinese and in English.

Keys are what code, addresses and data use; labels are what people read and may write in a file.
Source: domain brief §3.4 and §5.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct


class RecordKind(Struct, frozen=True):
    """A kind of content: its name in code, its folder (and first part of its address), its labels."""

    name: str
    folder: str
    zh: str
    en: str
    suffix: str = ".yaml"


RECORD_KINDS = (
    RecordKind("community", "communities", "社区", "community"),
    RecordKind("partner", "partners", "共建单位", "partner"),
    RecordKind("project", "projects", "共建项目", "project"),
    RecordKind("drill", "drills", "演练", "drill"),
    RecordKind("inspection", "inspections", "巡查", "inspection"),
    RecordKind("meeting", "meetings", "会议", "meeting"),
    RecordKind("care_case", "care", "关爱案例", "care case"),
    RecordKind("consent", "consents", "公开授权", "consent"),
    RecordKind("commitment", "commitments", "承诺", "commitment"),
    RecordKind("outcome", "outcomes", "成效指标", "outcome"),
    RecordKind("story", "stories", "故事", "story", ".md"),
    RecordKind("page", "pages", "页面", "page", ".md"),
)
KIND_OF_FOLDER = {kind.folder: kind for kind in RECORD_KINDS}
KIND_NAMED = {kind.name: kind for kind in RECORD_KINDS}


class Choice(Struct, frozen=True):
    """One value of an enumeration. ``also`` lists further words that editors use for it."""

    key: str
    zh: str
    en: str = ""
    also: tuple[str, ...] = ()

    @property
    def english(self) -> str:
        return self.en or self.key.replace("_", " ")

    def in_(self, language: str) -> str:
        return self.english if language == "en" else self.zh


Choices = tuple[Choice, ...]


def _choices(*rows: str) -> Choices:
    """Read rows of the form ``key 中文[/also…][ | english]``."""
    choices = []
    for row in rows:
        left, _, english = row.partition(" | ")
        key, _, labels = left.partition(" ")
        zh, *also = labels.split("/")
        choices.append(Choice(key, zh, english, tuple(also)))
    return tuple(choices)


@cache
def _lookup(choices: Choices) -> dict[str, str]:
    words: dict[str, str] = {}
    for choice in choices:
        for word in (choice.key, choice.key.replace("_", " "), choice.key.replace("_", "-"), choice.zh, choice.english, *choice.also):
            words.setdefault(word.lower(), choice.key)
    return words


def find_choice(choices: Choices, word: str) -> str | None:
    """Return the key that ``word`` stands for, in either language, or ``None``."""
    return _lookup(choices).get(word.strip().lower())


def words_of(choices: Choices) -> tuple[str, ...]:
    """Return every word an editor may write for one of ``choices``."""
    return tuple(_lookup(choices))


@cache
def _by_key(choices: Choices) -> dict[str, Choice]:
    return {choice.key: choice for choice in choices}


def label(choices: Choices, key: str, language: str) -> str:
    """Return the label of ``key`` in ``language``."""
    return _by_key(choices)[key].in_(language)


STAGES = _choices(
    "co_decide 决策共谋 | deciding together",
    "co_build 发展共建 | building together",
    "co_manage 建设共管 | managing together",
    "co_evaluate 效果共评 | evaluating together",
    "co_share 成果共享 | sharing the results",
)
PARTNER_TYPES = _choices(
    "agency 机关", "public_institution 事业单位", "soe 国企 | state-owned enterprise", "company 企业", "merchant 商户",
    "ngo 社会组织 | social organisation", "property 物业 | property manager", "school 学校", "clinic 医疗机构",
    "sunk_unit 下沉单位 | unit assigned to the community",
)
FUNDING_SOURCES = _choices(
    "fiscal 财政 | public budget", "subsidy 以奖代补 | award-based subsidy", "unit 单位支持 | partner unit", "donation 捐赠",
    "residents 居民自筹 | residents' own money", "inkind 投工投劳 | labour and goods",
)
CATEGORIES = _choices(
    "safety 消防安全 | fire safety", "greening 绿化修剪 | greening and pruning", "housing 房屋安全 | housing safety",
    "elder 适老 | age-friendly", "public_space 公共空间 | public space", "waste 垃圾分类 | waste sorting", "parking 停车 | parking",
    "culture 文化 | culture",
)
PROJECT_STATES = _choices(
    "proposed 提出", "consulting 协商 | under consultation", "approved 立项", "in_progress 实施/实施中", "completed 完成/已完成",
    "evaluated 已评议", "maintained 管护/管护中", "paused 暂停", "cancelled 取消",
)
DRILL_TYPES = _choices(
    "fire_evac 疏散/疏散演练 | evacuation drill", "fire_fighting 灭火/灭火演练 | extinguishing drill", "tabletop 桌面推演 | table-top exercise",
    "flood 防汛 | flood drill", "heat 防暑 | heat drill", "earthquake 地震 | earthquake drill", "lost_elder 寻人 | search for a lost elder",
    "training 宣讲 | training",
)
DRILL_STATES = _choices(
    "planned 计划", "notified 已告知", "held 已举行", "reviewed 已复盘", "actions_closed 已整改 | actions closed", "postponed 延期",
    "cancelled 取消",
)
INSPECTION_TYPES = _choices(
    "fire_self_check 消防自查 | fire self-check", "fire_patrol 防火巡查 | fire patrol", "housing 房屋排查 | housing check",
    "tree 树木排查 | tree check", "general 综合巡查 | general inspection",
)
FINDING_CATEGORIES = _choices(
    "extinguisher_gauge 压力异常 | extinguisher pressure", "extinguisher_expiry 临期过期/过期 | extinguisher expired",
    "extinguisher_missing 缺失损坏 | extinguisher missing or damaged", "blocked_exit 堵塞通道 | blocked passage",
    "ebike_charging 飞线充电 | dangling-cable charging", "wiring 线路 | wiring", "tree 危树枯树 | dangerous or dead tree",
    "building 房屋 | building", "gas 燃气 | gas", "other 其他 | other",
)
SEVERITIES = _choices("low 一般 | minor", "medium 较大 | serious", "high 重大 | major")
FINDING_STATES = _choices(
    "found 发现", "assigned 交办", "fixing 整改中", "fixed 已整改", "rechecked 已复查", "reopened 复发", "referred 移交",
)
MEETING_TYPES = _choices(
    "joint 共建联席会 | joint co-building meeting", "residents 居民会议 | residents' assembly",
    "consult 征求意见会 | consultation meeting", "deputy 代表接待 | deputy reception", "review 评议会 | appraisal meeting",
)
NEED_CHANNELS = _choices(
    "deputy 人大代表 | People's Congress deputy", "hotline 12345/热线 | 12345 hotline", "grid 网格员 | grid worker", "visit 走访 | home visit",
    "box 意见箱 | suggestion box", "meeting 会议 | meeting",
)
NEED_STATES = _choices(
    "received 收到", "answered 当场答复 | answered on the spot", "assigned 交办", "in_progress 办理/办理中", "replied 已答复",
    "confirmed 居民确认 | confirmed by residents", "reopened 重办", "declined 不予受理",
)
CARE_CATEGORIES = _choices(
    "elder_alone 独居老人 | elder living alone", "elder_disabled 失能老人 | elder needing care", "family_hardship 困难家庭 | family in hardship",
    "disability 残疾 | disability", "caregiver 照护者 | caregiver", "recovery 康复 | recovery",
)
SUPPORT_TYPES = _choices(
    "daily_care 生活照料", "visit 探访 | visits", "in_kind 物资 | goods", "subsidy_apply 协助申办补助 | help with applications",
    "medical_link 就医协助 | help to see a doctor", "legal 法律 | legal help", "policy 政策宣传 | policy information",
)
CARE_STATES = _choices(
    "found 发现", "assessed 评估", "helping 帮扶中", "referred 转介", "stable 稳定", "closed 结案", "withdrawn 已撤回",
)
COMMITMENT_KINDS = _choices("dated 有期承诺", "recurring 周期承诺", "aspiration 愿景")
INTERVALS = _choices("P1M 每月/月 | monthly", "P3M 每季/每季度/季 | quarterly", "P6M 每半年/半年 | half-yearly", "P1Y 每年/年 | yearly")
EVIDENCE_KINDS = _choices(
    "photo 照片", "minutes 纪要", "receipt 单据/验收单", "reply 答复函/答复 | letter of reply", "survey 测评", "measurement 实测", "statement 居民反馈 | residents' word",
)
GROUPS = _choices(
    "resident 居民 | residents", "building_lead 楼栋长 | building leads", "neighbour_lead 邻里长 | neighbour leads",
    "grid_worker 网格员 | grid workers", "volunteer 志愿者 | volunteers", "merchant 商户 | merchants", "unit_staff 单位员工 | partner staff",
    "firefighter 消防员 | firefighters", "student 学生 | students", "deputy 代表 | deputies",
)
SATISFACTION = _choices("satisfied 满意", "fairly 基本满意 | fairly satisfied", "not 不满意 | not satisfied", "not_asked 未回访 | not asked")
CONSENT_TYPES = _choices("separate_publication 单独同意公开/单独同意 | separate consent to publication", "service 服务同意 | consent to the service")
CONSENT_GIVERS = _choices("subject 本人 | the person", "guardian 监护人 | guardian", "agent 代理人 | agent", "next_of_kin 近亲属 | next of kin")
CHANNELS = _choices("web 网站 | web", "feed 订阅 | feed", "poster 公告栏 | notice board", "dataset 开放数据 | open data")
SENSITIVE_CATEGORIES = _choices(
    "health 健康 | health", "finance 经济 | finance", "benefit 救助 | benefits", "disability 残疾 | disability", "minor 未成年人 | minors",
)
CONSENT_DATES = _choices("year 年 | year", "month 月 | month", "day 日 | day")
CONSENT_PLACES = _choices("none 不写 | not told", "community 社区 | community", "area 片区/小区 | area")
"""How exactly a person agreed to have dates and places told, the coarsest first."""
PUBLICATION_STATES = _choices(
    "draft 草稿", "in_review 待审 | in review", "published 已发布/公开/发布", "corrected 已更正", "withdrawn 已撤下", "expired 到期下线",
)
IS_PUBLIC = frozenset({"published", "corrected"})
PLACE_PRECISIONS = _choices("community 社区", "area 片区", "building 楼栋")
DIRECTIONS = _choices("up 越高越好 | higher is better", "down 越低越好 | lower is better")
QUALIFIERS = _choices("exact 准确", "at_least 至少 | at least", "about 约 | about", "at_most 至多 | at most", "several 若干")
STATUSES = _choices(
    "overdue 已逾期", "due_soon 临近到期", "unverified 待核实", "undated 未定期限", "on_track 按期推进", "kept 已兑现", "kept_late 逾期兑现",
    "withdrawn 已撤回",
)
"""Derived, never written (domain brief §3.6); in the order of the ledger: what needs attention first."""
FLAGS = _choices(
    "amended 有变更 | amended", "amended_after_due 逾期后变更 | amended after the due date", "past_due 已过期限 | past its due date",
)
LANGUAGES = _choices("zh 中文/zh-CN/zh-Hans | Chinese", "en 英文/英语/en-GB/en-US | English")
