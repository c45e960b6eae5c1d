"""What can be wrong, as data: one table of every message, and the ``Problem`` that names a row of it.

The messages of the gate's numbered rules stand in ``gate_rules``, with the rules. All are in
Chinese, the language of the editors; ``locale/en`` holds the English ones (``i18n.describe`` puts either into words). A query that meets a mistake reports a ``Problem`` and goes on, so that an editor sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from .gate_rules import RULES
from .messages import Kind, Level

__all__ = ["HINTS", "KINDS", "Argument", "DizaoError", "Kind", "Level", "Problem", "Where", "Word"]


class Where(Struct, frozen=True, order=True):
    """A place in a file of the site.

    ``path`` is POSIX, relative to the site's folder. ``field`` walks from the top of the YAML to a value
    (English keys, list positions from 0). ``line`` and ``column`` count from 1. Line 0 means "not looked up yet",
    which ``content.locate`` does, and only for files that have a problem; column 0 means the line or, on line 1, the
    file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0
    field: tuple[str | int, ...] = ()


class Word(Struct, frozen=True):
    """A part of a message that is itself translated: the name of a kind or of a field, a reason.

    ``english`` is given where a file has an English word of its own (a key, a value): one Chinese word may stand for
    several of them, and a catalogue knows only one.
    """

    text: str
    english: str = ""


Argument = str | Word | tuple[str | Word, ...]


class Problem(Struct, frozen=True):
    """One finding: which row of the table, where, and what fills the blanks of the message."""

    code: str
    where: Where
    arguments: Mapping[str, Argument] = {}
    hint: str | None = None
    """A code in ``HINTS`` that replaces the row's own hint (``""``: no hint)."""

    @property
    def level(self) -> Level:
        return KINDS[self.code].level

    @property
    def hides_line(self) -> bool:
        return KINDS[self.code].hides_line


class DizaoError(Exception):
    """Something that stops a command: the settings (exit code 2) or the machine (exit code 3)."""

    def __init__(self, problem: Problem, exit_code: int) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.exit_code = exit_code


_ERROR, _WARNING, _INFO = Level.ERROR, Level.WARNING, Level.INFO

_ROWS = (
    # -- files ------------------------------------------------------------------------------------
    Kind("file-unreadable", _ERROR, "读不了这个文件", "检查文件是否被别的程序占用，或有没有读取权限。"),
    Kind("not-utf8", _ERROR, "这个文件不是 UTF-8 编码（第 {offset} 个字节起无法识别）{guess}",
         "用记事本打开，选「另存为」，编码选「UTF-8」，再保存。"),
    Kind("control-character", _ERROR, "有看不见的字符 {character}", "删掉这个字符；多半是从别的软件复制进来的。"),
    Kind("merge-conflict", _ERROR, "这里有没处理完的合并冲突", "留下要的那一份，删掉「<<<<<<<」「=======」「>>>>>>>」这几行。"),
    Kind("file-too-large", _ERROR, "文件太大：{size}，上限是 {limit}", "把内容拆成几个文件；图片和附件放进 media 文件夹。"),
    Kind("file-empty", _ERROR, "这个文件还没有内容", "写上内容，例如「标题: 消防演练」；暂时不写，就先删掉这个文件。"),
    Kind("file-too-slow", _ERROR, "处理这个文件用了 {seconds} 秒还没有完成，已停止", "多半是哪一段的括号或层次太多；删掉那一段，或把文件拆小。"),
    Kind("file-crashes", _ERROR, "处理这个文件时程序崩溃", "把文件分成几段试，找出有问题的一段；并告诉维护程序的人。"),
    Kind("file-name-not-text", _ERROR, "文件名有乱码，不能使用", "多半是从旧的压缩包里解出来的；给文件重新起一个名字。"),
    Kind("symlink", _ERROR, "不能使用符号链接", "把原来的文件或文件夹复制到这里。"),
    Kind("misplaced-folder", _ERROR, "不认识这个文件夹", "是不是「{near}」？给文件夹改名。"),
    Kind("settings-gone", _ERROR, "站点设置 content/site.yaml 不见了", "没有它就不能生成网站；从回收站或备份里找回来，放回原处。"),
    Kind("stray-file", _ERROR, "不认识这个位置的文件", "内容要放在 content 里的这些文件夹：{folders}。"),
    Kind("wrong-extension", _ERROR, "「{kind}」应当是 {expected} 文件", "把文件名的结尾改成 {expected}。"),
    Kind("bad-file-name", _ERROR, "文件名「{name}」不能用作网址", "改名为「{suggestion}」。文件名只用小写字母、数字和连字符，定下后不要再改。"),
    Kind("duplicate-id", _ERROR, "编号「{id}」已经被 {other} 使用", "同一类内容里，每个文件名只能出现一次。"),
    # -- languages and translations ---------------------------------------------------------------
    Kind("second-language-is-first", _ERROR, "「另有语言」和「语言」是同一种", "删掉「另有语言」，或改成另一种语言。"),
    Kind("translation-without-original", _ERROR, "译文没有原文：找不到 {original}", "先写原文；原文改了名，译文跟着改成一样的名字。"),
    Kind("duplicate-translation", _ERROR, "同一篇已经有这种语言的译文：{other}", "只留一份，另一份删掉。"),
    Kind("translation-unknown-language", _ERROR, "不认识文件名里的语言「{ending}」", "译文的文件名可以是：{known}。"),
    Kind("translation-misnamed", _ERROR, "译文的文件名里，语言不能写成「{ending}」", "改名为「{near}」。"),
    Kind("translation-into-first", _ERROR, "「{language}」是本站的第一种语言，不是译文", "写进 {original}，再删掉这个文件。"),
    Kind("translation-not-shown", _ERROR, "本站没有「{language}」的页面，这篇译文不会显示", "在 content/site.yaml 里写「另有语言: {language}」，或删掉这个文件。"),
    Kind("translation-in-yaml", _ERROR, "这一类内容没有单独的译文文件", "译文写进 {original}，例如「标题: {{zh: 消防演练, en: Fire drill}}」，再删掉这个文件。"),
    Kind("translation-only-words", _ERROR, "「{key}」写在原文里，译文里不写", "删掉这一项；译文里只写：{known}。"),
    # -- YAML and front matter --------------------------------------------------------------------
    Kind("yaml-syntax", _ERROR, "YAML 写法有误", "看看这一行和上一行的缩进、冒号和引号。"),
    Kind("yaml-tab", _ERROR, "用了制表符（Tab）缩进", "缩进只能用空格，每层两个。"),
    Kind("yaml-wide-space", _ERROR, "用了全角空格缩进", "缩进只能用半角空格，每层两个。"),
    Kind("yaml-indent", _ERROR, "这一行的缩进和上面对不齐", "同一层的各项，前面的空格要一样多；每深一层多两个空格。"),
    Kind("yaml-colon", _ERROR, "值里面有半角冒号加空格", "给整段文字加上引号，或改用全角冒号「：」。"),
    Kind("yaml-wide-colon", _ERROR, "「{key}」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。"),
    Kind("yaml-colon-space", _ERROR, "「{key}」后面的冒号少了空格", "冒号后面加一个空格，例如「标题: 消防演练」。"),
    Kind("yaml-wide-space-after-colon", _ERROR, "「{key}」的冒号后面是全角空格", "改成一个半角空格。"),
    Kind("yaml-no-colon", _ERROR, "这一行少了冒号", "写成「键: 值」，例如「标题: 消防演练」；如果是上一行没写完的文字，在前面加两个空格。"),
    Kind("yaml-no-key", _ERROR, "冒号前面没有键", "写成「键: 值」，例如「标题: 消防演练」。"),
    Kind("yaml-quote", _ERROR, "引号没有结束", "在这段文字的末尾补上同样的引号。"),
    Kind("yaml-after-quote", _ERROR, "引号后面还有文字", "把整段文字放进一对引号；文字里面的引号用「」或“”。"),
    Kind("yaml-bracket", _ERROR, "方括号没有结束，或中间少了逗号", "末尾补上「]」；每两条之间用半角逗号「,」隔开。"),
    Kind("yaml-brace", _ERROR, "花括号没有结束，或中间少了逗号", "末尾补上「}}」；每两项之间用半角逗号「,」隔开。"),
    Kind("yaml-closing", _ERROR, "多了一个「{character}」", "删掉它，或补上前面与它成对的括号。"),
    Kind("yaml-dash", _ERROR, "「- 」不能写在这里", "另起一行，每一条前面写「- 」。"),
    Kind("yaml-dash-space", _ERROR, "「-」后面少了空格", "横线后面加一个空格，例如「- 消防安全」。"),
    Kind("yaml-dash-mark", _ERROR, "「{mark}」不能当作列表的横线", "每一条前面写半角的横线加一个空格，例如「- 消防安全」。"),
    Kind("yaml-start", _ERROR, "文字不能用「{character}」开头", "给整段文字加上引号。"),
    Kind("yaml-backslash", _ERROR, "双引号里不能这样用反斜杠「\\」", "把双引号换成单引号。"),
    Kind("yaml-comment", _WARNING, "「#」和后面的文字会被当作备注，不会显示", "要显示，就给整段文字加上引号；本来就是备注，就在「#」后面加一个空格。"),
    Kind("yaml-too-deep", _ERROR, "层次太深：最多 {limit} 层", "减少嵌套。"),
    Kind("yaml-alias", _ERROR, "不支持 YAML 的锚点和别名（& 和 *）", "把内容直接写出来；如果是文字，请加引号。"),
    Kind("yaml-documents", _ERROR, "一个文件里只能有一份内容", "删掉中间的「---」或「...」，或拆成两个文件。"),
    Kind("yaml-not-mapping", _ERROR, "文件开头应当是「键: 值」的形式", "例如「标题: 消防演练」。冒号后要有一个空格。"),
    Kind("yaml-key-not-text", _ERROR, "键只能是文字", "把键写成一个词，例如「标题」。"),
    Kind("front-matter-missing", _ERROR, "文件开头没有信息区", "第一行写「---」，接着写「标题: …」等信息，再用一行「---」结束。"),
    Kind("front-matter-empty", _ERROR, "开头的信息区是空的", "在两行「---」之间写上「标题: …」等信息。"),
    Kind("front-matter-unclosed", _ERROR, "开头的信息区没有结束", "在信息区最后加一行「---」。"),
    Kind("front-matter-late", _ERROR, "「---」前面有空行或空格", "「---」必须是文件的第一行，前面什么都不要有。"),
    Kind("duplicate-key", _ERROR, "「{key}」写了两次，第一次在第 {first} 行", "只保留一个。"),
    Kind("same-key-two-languages", _ERROR, "「{key}」和第 {first} 行的「{other}」是同一项", "中文和英文的键只写一个。"),
    # -- fields -----------------------------------------------------------------------------------
    Kind("unknown-key", _ERROR, "这里没有「{key}」这一项", "这里可以写：{known}。"),
    Kind("unknown-value", _ERROR, "「{field}」不能写「{value}」", "可以写：{known}。"),
    Kind("missing-field", _ERROR, "缺少「{field}」", "{doc}。"),
    Kind("empty-field", _ERROR, "「{field}」是空的", "{doc}。"),
    Kind("must-be-known", _ERROR, "「{field}」不能写「{value}」", "{doc}。"),
    Kind("expected-text", _ERROR, "「{field}」应当是一段文字，不能分成几条或几项", "{doc}。"),
    Kind("expected-list", _ERROR, "「{field}」应当是列表", "另起一行，每一条前面写「- 」。"),
    Kind("expected-mapping", _ERROR, "「{field}」应当分项来写", "另起一行，缩进两格，分别写：{known}。"),
    Kind("bad-number", _ERROR, "「{field}」应当是整数，写的是「{value}」", "{doc}，例如「{example}」。"),
    Kind("number-too-large", _ERROR, "「{field}」最大是 {most}，写的是「{value}」", "{doc}，例如「{example}」。"),
    Kind("bad-boolean", _ERROR, "「{field}」只能写「是」或「否」，写的是「{value}」"),
    Kind("bad-money", _ERROR, "「{field}」不是金额：「{value}」", "写成数字加「元」，例如「12000 元」「3.5 万元」。"),
    Kind("bad-quantity", _ERROR, "「{field}」不是数量：「{value}」", "例如「600余件」「约 30 人」「若干」。"),
    Kind("bad-date", _ERROR, "「{field}」不是日期：「{value}」", "写成 2026-06-30；只知道月份写 2026-06，只知道月日写 --10-14。"),
    Kind("impossible-date", _ERROR, "「{field}」写的日期不存在：「{value}」", "检查年份、月份（1 到 12），以及那个月有多少天。"),
    Kind("bad-month", _ERROR, "「{field}」应当写到月：「{value}」", "例如 2026-06。"),
    Kind("full-date-needed", _ERROR, "「{field}」要写到日：「{value}」", "例如 2026-06-30。"),
    Kind("year-needed", _ERROR, "「{field}」要写明年份：「{value}」", "例如 2026-01。"),
    Kind("bad-time", _ERROR, "「{field}」不是时刻：「{value}」", "例如 09:30。"),
    Kind("bad-period", _ERROR, "「{field}」不是周期：「{value}」", "例如 2026-Q3、2026-H1、2026-06、2026。"),
    Kind("bad-slug", _ERROR, "「{field}」只能用小写字母、数字和连字符：「{value}」", "例如 recheck-2026；不超过 100 个字符，也不能用 Windows 留用的名字。"),
    Kind("bad-address", _ERROR, "「{field}」不是本站的网址：「{value}」", "只写域名后面的部分，用小写字母、数字和连字符，例如 stories/old-name。"),
    Kind("bad-url", _ERROR, "「{field}」不是网址：「{value}」", "网址以 https:// 或 http:// 开头，中间没有空格。"),
    Kind("end-before-start", _ERROR, "「{end}」早于「{start}」", "检查两个日期是否写反。"),
    Kind("duplicate-local-id", _ERROR, "编号「{id}」在本文件里用了两次，第一次在第 {first} 行", "给其中一个换一个编号。"),
    Kind("never-here", _ERROR, "「{key}」不能写进内容文件夹", "个人信息只能保存在内容文件夹以外；请马上删掉，如已提交到 git，请告诉维护人员。"),
    Kind("status-written", _ERROR, "承诺的状态不能手写", "状态由期限、完成日期和佐证自动得出；请删掉这一项。"),
    Kind("unknown-timezone", _ERROR, "不认识时区「{value}」", "中国大陆写 Asia/Shanghai。"),
    Kind("not-stated-year", _INFO, "「{field}」没有写年份，无法判断是否逾期，会显示「未定期限」", "知道是哪一年，就补上。"),
    Kind("slug-not-needed", _ERROR, "文件名已经可以用作网址，不要再写「网址名」", "删掉这一项；要改网址，就改文件名。"),
    Kind("residents-per-household", _WARNING, "平均每户 {ratio} 人，少于 1.5 或多于 5，请核对", "如果来源就是这样写的，保持原样。"),
    Kind("household-range", _INFO, "户数不在 1000 到 3000 之间，请核对", "如果来源就是这样写的，保持原样。"),
    # -- references -------------------------------------------------------------------------------
    Kind("unknown-reference", _ERROR, "找不到{kind}「{id}」", "现有的{kind}：{known}。"),
    Kind("ambiguous-reference", _ERROR, "「{id}」可以指：{candidates}", "写上文件夹，例如「{first}」。"),
    Kind("wrong-kind-reference", _ERROR, "「{field}」要填{kind}的编号，「{id}」不是{kind}", "现有的{kind}：{known}。"),
    Kind("reference-unpublished", _WARNING, "「{id}」没有公开，这里的链接不会显示", "它公开以后，链接会自动出现；不打算公开，就去掉这个链接。"),
    Kind("address-collision", _ERROR, "网址 {url} 已经有了：{other}", "换一个文件名或编号。"),
    # -- text -------------------------------------------------------------------------------------
    Kind("broken-link", _ERROR, "链接的文件不存在：{target}", "检查路径和文件名。"),
    Kind("empty-link", _ERROR, "链接没有写地址", "在圆括号里写上地址，例如 [文字](../projects/文件名.yaml)。"),
    Kind("broken-image", _ERROR, "图片不存在：{target}", "图片放在 content/media 文件夹里。"),
    Kind("image-not-in-media", _ERROR, "图片不在 media 文件夹里：{target}", "把图片移到 content/media 文件夹里再引用。"),
    Kind("external-image", _ERROR, "不能引用别的网站的图片：{target}", "把图片存到 content/media 文件夹里再引用。"),
    Kind("broken-anchor", _ERROR, "链接的那一页里没有「{anchor}」这个标题", "检查「#」后面的文字。"),
    Kind("image-without-alt", _ERROR, "图片没有文字说明：{target}", "写成 ![图里是什么](图片)，看不见图的居民靠它了解内容。"),
    Kind("unclosed-fence", _ERROR, "代码块没有结束", "在代码块最后加一行「{fence}」。"),
    Kind("unsafe-link", _ERROR, "不允许这种链接：{target}", "只能链接到网页、电子邮件、电话，或本站的文件。"),
    Kind("raw-html", _WARNING, "正文里的 HTML 标签 <{tag}> 会被去掉", "改用 Markdown 的写法。"),
    Kind("list-without-blank-line", _WARNING, "列表前面没有空行，会和上一段连在一起", "在列表前加一个空行。"),
    Kind("second-h1", _WARNING, "正文里不要用一级标题", "标题已经在信息区写了；正文从「## 」开始。"),
    Kind("html-too-much", _ERROR, "正文太长，HTML 标签太多，无法转换", "改用 Markdown 的写法，或把正文拆成几篇。"),
    Kind("markdown-too-deep", _ERROR, "正文的层次太深，无法转换", "减少列表、引用或强调的层数。"),
    Kind("markdown-failed", _ERROR, "正文无法转换", "把最近改过的地方写得简单些；还不行，请把这个文件和「{error}」发给维护人员。"),
    Kind("media-type", _ERROR, "这种文件不能作为图片", "请用 svg、png、jpg 或 webp 格式。"),
    Kind("image-unreadable", _ERROR, "这张图片打不开：{reason}", "用看图软件打开检查，再另存一次。"),
    Kind("image-heic", _ERROR, "这是 iPhone 照片的格式（HEIC），网页上看不了", "在手机或看图软件里转成 jpg，再放进来。"),
    Kind("image-wrong-type", _ERROR, "图片的内容是 {actual}，文件名却以 {extension} 结尾", "用看图软件另存为正确的格式。"),
    Kind("image-too-large", _ERROR, "图片太大：{size} 像素", "把长边缩小到 {limit} 像素以内。"),
    Kind("image-too-heavy", _ERROR, "图片文件太大：{size}，上限是 {limit}", "用看图软件另存一次，尺寸或质量选小一些。"),
    Kind("image-moves", _ERROR, "这是会动的图片，不能发布", "另存为一张不动的 png 或 jpg 图片。"),
    Kind("image-too-slow", _ERROR, "处理这张图片用了 {seconds} 秒还没有完成，已停止", "用看图软件另存一次，尺寸选小一些。"),
    Kind("image-crashes", _ERROR, "处理这张图片时程序崩溃", "用看图软件另存一次；并告诉维护程序的人。"),
    Kind("unsafe-svg", _ERROR, "这个 SVG 图里有不能发布的内容：{what}", "在画图软件里另存为「普通 SVG」，去掉脚本、样式、外部链接和嵌入的图片。"),
    # -- commitments ------------------------------------------------------------------------------
    Kind("recurring-without-interval", _ERROR, "周期承诺缺少「周期」", "写上多久一次、从哪一期起，例如「周期: {{间隔: 每季, 起: 2026-01}}」。"),
    Kind("interval-not-recurring", _ERROR, "写了「周期」，类型却不是周期承诺", "把类型改成「周期承诺」，或去掉「周期」。"),
    Kind("recurring-with-due", _WARNING, "周期承诺的「期限」不起作用", "每一期的最后一天就是期限；到哪一期为止，写在「周期」的「止」里。"),
    Kind("wrong-period", _ERROR, "「{period}」不是这个承诺的一期", "这个承诺的一期写成 {example}。"),
    Kind("duplicate-period", _ERROR, "「{period}」这一期写了两次，第一次在第 {first} 行", "合成一条。"),
    Kind("aspiration-with-due", _ERROR, "愿景不能有期限", "有期限、有责任人的，类型写「有期承诺」。"),
    Kind("amendment-order", _ERROR, "变更日期要按先后顺序写", "先变更的写在前面。"),
    Kind("evidence-not-accepted", _WARNING, "承诺写了完成，但没有被采信的佐证，会显示「待核实」", "补上佐证，并写「采信: 是」和日期。"),
    Kind("person-photo-only", _WARNING, "只有人物照片，不能证明承诺已兑现", "补一份文字佐证，例如验收单、测评或答复。"),
    # -- the promise lock -------------------------------------------------------------------------
    Kind("promise-rewritten", _ERROR, "「{field}」公布时是「{before}」（{line}），现在是「{after}」", "改回原来的写法；确实要改，另写一条「变更」，写明日期、原因和「{new}」。"),
    Kind("promise-change-rewritten", _ERROR, "公布过的变更改了：原来是「{before}」（{line}），现在是「{after}」"),
    Kind("promise-vanished", _ERROR, "「{text}」公布过（{line}，写在 {record}），现在找不到了", "从 git 或备份里找回来；不做了，就写「撤回」和原因；确实要删去，运行「dizao promises accept {promise} --reason 原因」，删去的事会公开。"),
    Kind("promise-hidden", _ERROR, "「{text}」公布过（{line}），现在没有公开", "改回「已发布」；整条不再公开，就写「发布: 已撤下」，再写「撤下」的日期和原因，原因会公开。"),
    Kind("promise-not-locked", _ERROR, "「{text}」有 {count} 件事还没有写进 content/promises.lock", "在自己的电脑上运行「dizao build」，再把 content/promises.lock 一起提交。"),
    Kind("lock-conflict", _ERROR, "承诺锁里有没处理完的合并冲突", "两边的都要留下；运行「dizao promises accept」，它会把两边接起来。"),
    Kind("lock-forked", _ERROR, "两个分支各自添了承诺：第 {first} 行和这一行后面都没有再接下去", "运行「dizao promises accept」，把两边接起来；两边的都会留下。"),
    Kind("lock-line-cut", _ERROR, "最后一行不完整，多半是复制或同步中断了", "从 git 或备份里找回 content/promises.lock；找不回，运行「dizao promises accept」，从已经公布的台账里补。"),
    Kind("lock-line-unreadable", _ERROR, "这一行不是承诺锁的内容", "不是程序写的，就删掉；被改坏了，就从 git 或备份里找回 content/promises.lock。"),
    Kind("lock-line-edited", _ERROR, "这一行被改过，和它的校验码对不上", "从 git 或备份里找回 content/promises.lock；要改承诺，写「变更」，不要改这个文件。"),
    Kind("lock-line-missing", _ERROR, "这一行前面少了一行或几行", "从 git 或备份里找回 content/promises.lock；找不回，运行「dizao promises accept」，从已经公布的台账里补。"),
    Kind("lock-lines-swapped", _ERROR, "次序乱了：第 {other} 行应当在这一行前面", "运行「dizao promises accept」，恢复原来的次序。"),
    Kind("lock-line-twice", _ERROR, "这一行和第 {first} 行重复", "运行「dizao promises accept」，去掉重复的。"),
    Kind("lock-line-newer", _ERROR, "这一行是更新的 dizao 写的，这个版本读不懂", "换成最新的 dizao 再试。"),
    Kind("lock-bom", _INFO, "文件开头多了一个字节顺序标记（BOM），内容没有受影响", "不用管，下次写入时自动去掉。"),
    Kind("lock-line-ends", _INFO, "从这一行起用了 Windows 的换行，内容没有受影响", "不用管，下次写入时自动恢复。"),
    # -- the gate; its numbered rules stand in gate_rules -------------------------------------------
    Kind("promise-in-care-case", _ERROR, "关爱案例里不能写承诺", "承诺要写明日期和责任人，会让人认出当事人；写成单独的承诺，不提这个案例。"),
    Kind("picture-text-missing", _WARNING, "这张图上可能有名字，没有写「图上文字」", "把图上写着的字抄进「图上文字」；没有字或看不清，写「无」。这一项不会公开。"),
    Kind("personal-data", _ERROR, "这里写了{kind}：「{masked}」", "网页上不能有个人信息；删掉它，或改写成单位、岗位。", hides_line=True),
    Kind("personal-data-maybe", _WARNING, "这里好像是{kind}：「{masked}」", "是个人信息，就删掉；可以公开的，写进 content/site.yaml 的「可以公开」。", hides_line=True),
    Kind("person-and-condition", _WARNING, "这句话里有称呼，又写到{kind}：「{masked}」", "两样不要写在一起；去掉称呼，或去掉这一点。", hides_line=True),
    Kind("retention-ends-soon", _WARNING, "保存期限将于 {date} 届满，届满后页面会自动撤下", "需要延长，请写明新的「保存到」；不需要，就不用管。"),
    Kind("case-id-tells", _WARNING, "文件名会写在网址里，撤下以后也留着，里面的「{word}」会让人猜到是谁", "还没有公开过的，改成不说明什么的文件名，例如「case-k7mp3x」；公开过的，就不要再改。"),
    Kind("case-vanished", _WARNING, "关爱案例「{id}」还在网站上，内容里却没有了，也没有写明撤下；它的网页会删掉",
         "把文件找回来，在授权里写「撤回」的日期，或把「发布」写成「已撤下」：这样原来的网址会说明已撤下，别人手机里存的旧网页也会删。"),
    Kind("case-still-told", _WARNING, "「{alias}」的案例已经撤下，这里还写着这个化名", "讲到当事人的话要删掉；整篇都在讲的，把「发布」改成「已撤下」。"),
    Kind("case-still-public", _WARNING, "这个案例现在不能公开，可是有错误没有改好，网站没有更新，原来的一页还在网上",
         "先改好错误；一时改不好，就先从网站上删掉 {path} 。"),
    Kind("page-vanished", _INFO, "这一页公开过，现在没有了：/{url}/", "改了文件名的，在新文件里写「曾用网址: [{url}]」，旧网址会转到新网址；不再公开的，写「发布: 已撤下」；不需要，就不用管。"),
    Kind("retention-ended", _WARNING, "保存期限已于 {date} 届满，这个案例不再公开", "把「发布」改为「已撤下」。"),
    # -- the private folder -------------------------------------------------------------------------
    Kind("private-leak", _ERROR, "保密资料会被公开：{record} 的「{key}」（{start}）出现在 {count} 个要发布的文件里，例如 {files}",
         "从内容里删掉，或改写。如果只是碰巧相同的常用词，就写进保密文件夹里的「不查.txt」，一行一个。", hides_line=True),
    Kind("private-not-read", _WARNING, "保密文件夹里的这个文件读不了，其中的内容有没有公开，没有核对", "用表格软件另存为 CSV，也放进保密文件夹。"),
    # -- templates --------------------------------------------------------------------------------
    Kind("template-syntax", _ERROR, "模板写法有误", "检查这一行的花括号和标签是否成对。Jinja 的原话：{said}"),
    Kind("template-tag", _ERROR, "这里不应当有「{tag}」标签", "检查前面的标签是否成对，或标签名是否写错。"),
    Kind("template-unclosed", _ERROR, "模板结束了，这里开始的标签或花括号还没有结束", "补上「{{% end… %}}」「%}}」或「}}}}」。"),
    Kind("template-dynamic", _ERROR, "模板里 include、import、extends 的文件名要直接写出来", "不要用变量拼文件名。"),
    Kind("template-missing", _ERROR, "找不到模板「{name}」", "恢复这个模板文件，或去掉对它的引用。"),
    Kind("template-name", _ERROR, "模板里用到的「{name}」不存在", "检查名字有没有写错。"),
    Kind("template-too-deep", _ERROR, "模板一层套一层，没有尽头", "检查模板有没有引用它自己。"),
    Kind("template-failed", _ERROR, "用模板生成「{url}」时出错", "检查这一行。Jinja 的原话：{said}"),
    Kind("page-too-slow", _ERROR, "生成 {url} 用了 {seconds} 秒还没有完成，已停止", "检查这一页的内容和模板里的循环。"),
    Kind("page-crashes", _ERROR, "生成 {url} 时程序崩溃", "检查这一页的内容；并告诉维护程序的人。"),
    Kind("asset-missing", _ERROR, "模板用到的文件「{name}」不存在", "把它放进 templates 文件夹，或去掉对它的引用。"),
    # -- settings and the machine (exit codes 2 and 3) ----------------------------------------------
    Kind("site-not-found", _ERROR, "这里和上层文件夹都没有 content/site.yaml", "如果误删了它，就找回来放回原处；还没有站点，用「dizao init 文件夹」建一个；站点在别处，用「--site 文件夹」指明。"),
    Kind("site-not-here", _ERROR, "{folder} 里没有 content/site.yaml", "检查「--site」后面的文件夹；如果误删了 content/site.yaml，就找回来放回原处；还没有站点，用「dizao init 文件夹」建一个。"),
    Kind("own-folder-linked", _ERROR, "{path} 是符号链接，不能用", "删掉这个链接；.dizao 里的东西程序会自己重新做。"),
    Kind("private-not-found", _ERROR, "找不到保密文件夹 {folder}", "检查「--private」后面的文件夹。"),
    Kind("private-inside", _ERROR, "保密文件夹 {folder} 在站点里面，会随站点一起复制或提交", "移到站点和 Git 仓库以外，例如 {elsewhere}。"),
    Kind("bad-as-of", _ERROR, "「--as-of」不是日期：「{value}」", "例如 --as-of 2026-06-30。"),
    Kind("output-refused", _ERROR, "不能把网站发布到 {path}：{reason}", "用「--output」指定一个空文件夹。"),
    Kind("output-not-ours", _ERROR, "{path} 里有别的文件，而且不是由 dizao 生成的", "换一个空文件夹，或先把里面的文件移走。"),
    Kind("output-foreign", _ERROR, "{path} 里有 {count} 个文件不是由 dizao 生成的，却占用了网页的位置：{files}",
         "把它们移走。如果这个文件夹里只有生成的网站，也可以整个删掉，再重新生成。"),
    Kind("output-busy", _ERROR, "另一个 dizao 正在发布到 {path}（进程 {pid}）", "等它结束，或停掉它再试。"),
    Kind("output-unwritable", _ERROR, "写不进 {path}：{reason}", "检查磁盘空间和文件夹权限。网站保持原样，没有改动。"),
    Kind("output-interrupted", _ERROR, "向 {path} 发布时中断，没能恢复：{reason}", "解决之后再运行一次，会自动接着完成。"),
    Kind("lock-busy", _ERROR, "另一个 dizao 正在写 content/promises.lock（进程 {pid}）", "等它结束，或停掉它再试。"),
    Kind("lock-unwritable", _ERROR, "读写不了 content/promises.lock：{reason}", "检查磁盘空间和文件夹权限。网站和承诺锁都保持原样。"),
    Kind("lock-lines-lost", _ERROR, "已经公布的 {ledger} 里有 {count} 行不在 content/promises.lock 里（从第 {line} 行起）",
         "从 git 或备份里找回 content/promises.lock，或运行「dizao promises accept」从已经公布的台账里补；在另一个分支上试，就用「--output」发布到别处。"),
    Kind("unknown-promise", _ERROR, "承诺锁里没有「{promise}」", "是不是这些之一：{near}？"),
    Kind("nothing-to-accept", _ERROR, "「{text}」和公布的一样，没有要认可的", "先在内容里改正，再运行这个命令。"),
    Kind("cannot-accept", _ERROR, "「{text}」的「{field}」决定算不算逾期，公布的是「{before}」，不能改口", "改回原来的写法，另写一条「变更」；或者写「撤回」和原因，再另立一条承诺。"),
    Kind("reason-needed", _ERROR, "没有写原因", "加上「--reason 原因」；原因会公开。"),
    Kind("unknown-page", _ERROR, "没有「{page}」这个页面", "相近的页面：{known}。"),
    Kind("directory-not-empty", _ERROR, "{path} 不是空文件夹", "换一个新的文件夹名。"),
    Kind("file-exists", _ERROR, "{path} 已经存在", "换一个标题，或用「--slug」另取文件名。"),
    Kind("unknown-kind", _ERROR, "没有「{kind}」这一类内容", "可以用：{known}。"),
    Kind("port-busy", _ERROR, "端口 {port} 已被占用", "换一个端口，例如「--port {next}」。"),
    Kind("host-unusable", _ERROR, "不能在 {host} 上打开网站：{reason}", "去掉「--host」，就只在这台电脑上打开。"),
    Kind("search-missing", _WARNING, "没有安装 Pagefind，搜索页只有列表", "运行「pip install pagefind_bin」；不要搜索，就在 content/site.yaml 里写「搜索: 否」。"),
    Kind("search-failed", _WARNING, "搜索索引没有做成（{reason}），搜索页先只有列表", "再运行一次「dizao build」；还是不成，把这条信息告诉维护程序的人。"),
    Kind("cache-dropped", _INFO, "缓存不能用（{reason}），这次从头生成"),
)

KINDS: dict[str, Kind] = {row.code: row for row in (*_ROWS, *(row for rule in RULES for row in rule.messages))}

HINTS: dict[str, str] = {
    "doc": "{doc}。",
    "doc-and-example": "{doc}，例如「{example}」。",
    "did-you-mean": "是不是「{near}」？",
    "did-you-mean-also": "是不是「{near}」（{also}）？",
    "did-you-mean-many": "是不是这些之一：{near}？",
    "did-you-mean-value": "是不是「{near}」？可以写：{known}。",
    "has-none": "还没有任何{kind}；先新建一个。",
    "has-none-here": "先在「{kind}」里写上这个编号。",
    "where-it-belongs": "「{key}」要写在「{owner}」里面。",
    "where-it-belongs-outside": "「{key}」要写在「{owner}」外面，往左移。",
    "list-example": "另起一行，每一条前面写「- 」，例如「- {example}」。",
    "drop-txt": "去掉文件名末尾的「.txt」。",
    "maybe-copy": "是不是不小心复制出来的？是就删掉它；要留下，就改名为「{suggestion}」。",
    "like-settings": "写上站点的名称，例如「名称: 何家垅社区」。",
    "not-for-here": "这里只放 {expected} 文件；图片和附件放进 media 文件夹。",
    "link-to-gone-case": "这个案例已经撤下：去掉这个链接，讲到当事人的话也要删掉；整篇都在讲的，把「发布」改成「已撤下」。",
    "alias-taken": "{other} 已经用了这个化名；换一个与本人姓名无关的化名。",
    "consent-lost": "授权的文件误删了、改了名的，找回来、改回去；从来没有取得单独同意的，把「发布」改为「草稿」。",
    "cleared-contact": "个人的，就删掉；是单位公开的，写进 content/site.yaml 的「可以公开」。",
    "promise-sample-gone": "只是删去示例，就运行「dizao promises accept {promise} --reason 删去示例」；不想删，从 git 或备份里找回来。",
    "promise-restate": "改回原来的写法；不这样做了，就写「撤回」和原因，再另立一条承诺。",
    "promise-accept": "改回原来的写法；原来写错了，就运行「dizao promises accept {promise} --reason 原因」，更正会公开。",
    "promise-change-again": "改回原来的写法；还要再改，就在后面另写一条「变更」。",
    "promises-none-locked": "承诺第一次发布以后才写进承诺锁；先运行「dizao build」。",
    "lock-restore": "从 git 或备份里找回 content/promises.lock；找不回，运行「dizao promises accept」，它会试着恢复。",
    "needs-scheme": "如果是别的网站，前面要写 https://。",
}
"""Hints that more than one row may carry, or that fit better than the row's own."""
