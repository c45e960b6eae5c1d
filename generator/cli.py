"""The command line: one function for each command, one screen long; each returns an exit code.

0 done, 1 problems in content, 2 usage or settings, 3 environment. Data goes to stdout, words to stderr.
Imports stay inside the commands, so that ``dizao --help`` needs none of them.
"""

from __future__ import annotations

import gc
import gettext
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .config import ENVIRONMENT, USAGE, Locations, find_private_folder, find_site, private_folder_of, refuse_links
from .i18n import LOCALES, describe, preferred_language, translator
from .problems import DizaoError, Problem, Where
from .values import ValueProblem, parse_date

if TYPE_CHECKING:
    from .build import BuildResult, Workshop
    from .follow import Follower
    from .publication import Publication
    from .serve import Outcome

Command = TypeVar("Command", bound=Callable[..., Any])

DONE, PROBLEMS = 0, 1
LANGUAGE = preferred_language()
_ = translator(LANGUAGE)


def say(text: str) -> None:
    """Print words for the person at the terminal."""
    click.echo(text, err=True)


class _Date(click.ParamType[date]):
    """A full date on the command line."""

    name = _("日期")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = parse_date(value)
        except ValueProblem:
            day = None
        if day is None or not day.is_full or day.last_day is None:
            raise DizaoError(Problem("bad-as-of", Where(""), {"value": str(value)}), USAGE)
        return day.last_day


class _Command(click.Command):
    """A command whose usage line is in the editor's language."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": _("[选项]"), **settings})

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return what the command does, in full: cut in the midst of a sentence it would help nobody."""
        return super().get_short_help_str(1000)


class _Commands(click.Group):
    """The commands in the order of an editor's work."""

    command_class = _Command

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return what the commands do, in full."""
        return super().get_short_help_str(1000)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def _with_folders(function: Command) -> Command:
    """Let ``--site``, ``--output`` and ``--private`` stand before the command or after it."""

    def remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.ensure_object(dict)[parameter.name] = value

    kind = click.Path(path_type=Path)
    site = _("站点所在的文件夹；不写就从当前文件夹往上找。")
    output = _("网站发布到哪里；不写就是站点里的 output 文件夹。")
    options: dict[str, Any] = {"type": kind, "metavar": _("文件夹"), "expose_value": False, "callback": remember}
    private = _("保密文件夹：名单和签字材料，里面的内容不会公开；不写就找站点旁边的「站点名-private」。")
    function = click.option("--private", help=private, envvar="DIZAO_PRIVATE", **options)(function)
    function = click.option("--output", help=output, **options)(function)
    return click.option("--site", help=site, **options)(function)


@click.group(
    cls=_Commands,
    options_metavar=_("[选项]"),
    subcommand_metavar=_("命令 [选项]"),
    help=_("缔造 Dizao：把社区的承诺、项目、演练、巡查、会议和故事，做成居民看得懂的网站。"),
    epilog=_("第一次用：「dizao init 文件夹」，再到里面运行「dizao serve」。"),
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
@_with_folders
@click.version_option(package_name="dizao", message="%(prog)s %(version)s", help=_("显示版本号。"))
@click.pass_context
def cli(context: click.Context) -> None:
    """Hold the folders that all commands share; they are looked for when a command needs them."""
    context.ensure_object(dict)


def _places(context: click.Context) -> Locations:
    given: dict[str, Path] = context.obj
    output = given.get("output")
    folder = find_site(given.get("site"))
    refuse_links(folder)
    private = find_private_folder(folder, given.get("private"))
    return Locations(folder, output.absolute() if output else folder / "output", private=private)


def _workshop(places: Locations, as_of: date | None = None, *, use_cache: bool = True) -> Workshop:
    from .build import Workshop

    workshop = Workshop(places, as_of=as_of, use_cache=use_cache)
    if workshop.cache_dropped == "damaged":
        say(describe(Problem("cache-dropped", Where(""), {"reason": _("文件损坏")}), LANGUAGE)[0])
    return workshop


_AS_OF = click.option("--as-of", type=_Date(), metavar=_("日期"), help=_("按这一天来算承诺的状态，例如 2026-06-30。"))
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help=_("用什么格式列出问题。")
)
_STRICT = click.option("--strict", is_flag=True, help=_("有提醒也算不通过。"))


def _report(workshop: Workshop, result: BuildResult, form: str = "text") -> None:
    """Print the problems: for people to stderr, for programs to stdout."""
    from .report import FORMATS, summary

    text = FORMATS[form](result.problems, LANGUAGE, workshop.line_of)
    if form != "text":
        click.echo(text)
    elif text:
        say(text + "\n\n" + summary(result.problems, LANGUAGE))


def _say_not_scanned(places: Locations, workshop: Workshop) -> None:
    """Say that nothing was compared with the private folder, where that matters."""
    if places.private is None and workshop.shows_care_cases():
        folder = private_folder_of(places.site)
        say(_("没有保密文件夹 {folder} ，所以没有核对保密资料有没有写进网站。").format(folder=folder))


def _is_good(result: BuildResult, *, strict: bool) -> bool:
    return result.is_sound and not (strict and any(problem.level == "warning" for problem in result.problems))


def _may_publish(result: BuildResult, *, strict: bool) -> bool:
    from dataclasses import replace

    from .takedowns import without_takedowns

    return _is_good(replace(result, problems=without_takedowns(result.problems)), strict=strict)


# -- commands ------------------------------------------------------------------------------------------


@cli.command(help=_("建一个新站点：文件夹里会有可以照着改的示例内容。"))
@click.argument("folder", metavar=_("文件夹"), type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["zh", "en"]), default=LANGUAGE, help=_("站点的语言。"))
def init(folder: Path, language: str) -> int:
    from .authoring import init_site

    init_site(folder, language)
    say(_("新站点在 {folder} 。到里面运行「dizao serve」就能看到它。").format(folder=folder))
    return DONE


@cli.command(help=_("新建一条内容，例如：dizao new 项目 楼道安灯。"))
@click.argument("kind", metavar=_("类别"))
@click.argument("title", metavar=_("标题"))
@click.option(
    "--slug", default="", metavar=_("文件名"), help=_("自己取文件名（小写字母、数字和连字符）；不写就用标题的拼音。")
)
@_with_folders
@click.pass_context
def new(context: click.Context, kind: str, title: str, slug: str) -> int:
    from .authoring import new_record

    places = _places(context)
    workshop = _workshop(places, use_cache=False)
    path = new_record(places.site, kind, title, slug=slug, language=workshop.language(), today=workshop.today())
    click.echo(path)
    say(_("已新建。用「dizao check」看看还缺什么。"))
    return DONE


@cli.command(help=_("检查所有内容，列出全部问题；不改动网站。"))
@_FORMAT
@_STRICT
@_AS_OF
@_with_folders
@click.pass_context
def check(context: click.Context, form: str, strict: bool, as_of: date | None) -> int:
    from .publication import require_all_that_is_published

    places = _places(context)
    workshop = _workshop(places, as_of)
    result = workshop.build()
    _report(workshop, result, form)
    _say_not_scanned(places, workshop)
    workshop.save()
    require_all_that_is_published(places, result)
    if not result.problems and form == "text":
        say(_("没有发现问题。"))
    return DONE if _is_good(result, strict=strict) else PROBLEMS


@cli.command(help=_("检查内容，生成网站，发布到 output 文件夹。"))
@_AS_OF
@_FORMAT
@_STRICT
@click.option("--clean", "is_clean", is_flag=True, help=_("不用缓存，从头生成。"))
@click.option("--why", metavar=_("页面"), help=_("说明某一页为什么要重新生成，例如 --why projects/tree-pruning/ 。"))
@click.option("--stats", "with_stats", is_flag=True, help=_("说明每一步用了多少时间，哪些重新算过。"))
@click.option("--frozen", is_flag=True, help=_("不写承诺锁；有没写进去的承诺，就算不通过。自动发布时用。"))
@_with_folders
@click.pass_context
def build(
    context: click.Context,
    as_of: date | None,
    form: str,
    strict: bool,
    is_clean: bool,
    why: str | None,
    with_stats: bool,
    frozen: bool,
) -> int:
    from .publication import publish_site, with_what_is_not_locked

    places = _places(context)
    if is_clean:
        import shutil

        places.cache.unlink(missing_ok=True)
        places.scanned.unlink(missing_ok=True)
        shutil.rmtree(places.pictures, ignore_errors=True)
        shutil.rmtree(places.search, ignore_errors=True)
    workshop = _workshop(places, as_of)
    result = workshop.build()
    if frozen:
        result = with_what_is_not_locked(workshop, result)
    _report(workshop, result, form)
    if not _may_publish(result, strict=strict):
        say(_("有问题要先改正，网站保持原样。"))
        return PROBLEMS
    if why is not None:
        _explain(workshop, why)
    publication = publish_site(workshop, places, result, with_index=True, saves=True)
    workshop.save()
    code = _say_published(workshop, publication, places)
    _say_not_scanned(places, workshop)
    if with_stats:
        from .explanation import costs

        say("\n".join(costs(workshop.cost(publication.result), LANGUAGE)))
    return code


def _explain(workshop: Workshop, page: str) -> None:
    from .explanation import reasons
    from .nearest import nearest

    url = page.strip("/").removesuffix("index.html")
    url = f"{url.strip('/')}/" if url and not url.endswith(".html") else url
    causes = workshop.why(url)
    if causes is None:
        near = nearest(url, workshop.urls())
        raise DizaoError(Problem("unknown-page", Where(""), {"page": page, "known": near}, None if near else ""), USAGE)
    if not causes:
        say(_("/{url} 没有变化，不用重新生成。").format(url=url))
        return
    say(_("/{url} 重新生成，因为：").format(url=url))
    for line in reasons(causes, LANGUAGE):
        say(f"  {line}")


def _say_published(workshop: Workshop, publication: Publication, places: Locations) -> int:
    """Say what was published; where the lock was altered meanwhile, what is wrong now."""
    result, published = publication.result, publication.published
    if published is None:
        _report(workshop, result)
        return PROBLEMS
    if publication.locked:
        say(_("承诺锁 content/promises.lock 添了 {count} 行，请和内容一起保存好。").format(count=publication.locked))
    for problem in result.problems:
        if problem.code.startswith("search-"):
            message, hint = describe(problem, LANGUAGE)
            say(f"{message}\n    {_('提示：{hint}').format(hint=hint)}")
    for path in published.kept_foreign:
        say(_("保留了不是 dizao 生成的文件：{path}").format(path=path))
    counts = {"written": len(published.written), "deleted": len(published.deleted), "same": published.unchanged}
    line = _("网站在 {output} ：写入 {written} 个文件，删除 {deleted} 个，{same} 个没有变化，用时 {seconds:.2f} 秒。")
    say(line.format(output=places.output, seconds=result.seconds, **counts))
    if publication.purge:
        from .takedowns import words_for_purge

        say(words_for_purge(places, publication.purge, LANGUAGE))
    if result.next_change_on:
        say(_("下一次因日期而变化：{day}。").format(day=result.next_change_on))
    if not workshop.has_address():
        say(_("content/site.yaml 里没有写「网址」：没有生成网站地图，订阅和分享里没有完整的网址。"))
    return DONE


@cli.command(help=_("生成网站，以后每次保存文件或日期变化都自动更新。"))
@click.option("--poll", is_flag=True, help=_("改用轮询；网络盘上收不到变化时用。"))
@_with_folders
@click.pass_context
def watch(context: click.Context, poll: bool) -> int:
    with _follower(context, poll=poll) as follower:
        follower.watch(_show)
    return DONE


def _follower(context: click.Context, *, poll: bool) -> Follower:
    from .follow import Follower

    gc.enable()  # it runs for days
    return Follower(_places(context), LANGUAGE, say, poll=poll)


@cli.command(help=_("生成网站，在浏览器里看；保存文件后页面自动刷新。"))
@click.option("--host", default="127.0.0.1", help=_("在哪个地址上提供；默认只有本机能打开。"))
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help=_("端口；被占用时自动用下一个。"))
@click.option("--strict-port", is_flag=True, help=_("端口被占用时不换，直接结束。"))
@click.option("--open", "open_browser", is_flag=True, help=_("生成后打开浏览器。"))
@click.option("--poll", is_flag=True, help=_("改用轮询；网络盘上收不到变化时用。"))
@_with_folders
@click.pass_context
def serve(context: click.Context, host: str, port: int, strict_port: bool, open_browser: bool, poll: bool) -> int:
    with _follower(context, poll=poll) as follower:
        return follower.serve(_show, host=host, port=port, strict_port=strict_port, open_browser=open_browser)


def _show(outcome: Outcome) -> None:
    """Print what one rebuild came to."""
    from .problems import Level
    from .report import LEVELS

    for problem in outcome.problems:
        hint = "\n    " + _("提示：{hint}").format(hint=problem.hint) if problem.hint else ""
        say(f"{problem.place} {_(LEVELS[Level(problem.level)])} {problem.message}{hint}")
    counts = {"written": len(outcome.written), "deleted": len(outcome.deleted), "seconds": outcome.seconds}
    if outcome.ok and outcome.written and all(path.startswith("search/") for path in outcome.written):
        say(_("搜索索引已更新。"))
    elif outcome.ok:
        say(_("已更新：写入 {written} 个文件，删除 {deleted} 个，用时 {seconds:.2f} 秒。").format(**counts))
    else:
        say(_("有问题要先改正，网站保持原样。"))


@cli.command(help=_("看看接下来该做什么：快到期的承诺、快到期的授权、缺的佐证。"))
@_AS_OF
@_with_folders
@click.pass_context
def status(context: click.Context, as_of: date | None) -> int:
    from .duties import duties
    from .takedowns import pending

    places = _places(context)
    workshop = _workshop(places, as_of)
    result = workshop.build()
    sections = duties(workshop.database, workshop.today(), LANGUAGE)
    if lines := pending(places):
        title = _("还没有从缓存里清除的网址（做完了，就删掉 {path}）").format(path=places.purge)
        sections = ((title, lines), *sections)
    for title, lines in sections:
        click.echo(f"{title}\n" + "\n".join(f"  {line}" for line in lines) + "\n")
    if not sections:
        click.echo(_("眼下没有要办的事。"))
    _report(workshop, result)
    return DONE if result.is_sound else PROBLEMS


@cli.group(
    cls=_Commands,
    options_metavar=_("[选项]"),
    subcommand_metavar=_("命令 [选项]"),
    help=_("承诺锁：公布过的承诺和变更，一条一条记着，只添不改。"),
)
@_with_folders
@click.pass_context
def promises(context: click.Context) -> None:
    """Hold the commands of the promise lock."""


_PROMISES = click.argument("names", nargs=-1, metavar=_("[承诺的编号]…"))


@promises.command(help=_("看一项承诺的来龙去脉；不写编号，就列出全部。"))
@_PROMISES
@_with_folders
@click.pass_context
def log(context: click.Context, names: tuple[str, ...]) -> int:
    from .promise_lock import history_of, lines
    from .promises.acceptance import history_named, known_promises
    from .promises.story import story_of

    database = _workshop(_places(context)).database
    histories = [history_named(database, name) for name in names]
    if not names:
        histories = [found for name in known_promises(database) if (found := history_of(database, name))]
    for history in histories:
        click.echo(story_of(history, lines(database), LANGUAGE) + "\n")
    if not histories:
        say(_("承诺锁里还没有承诺；第一次发布时写进去。"))
    return DONE


@promises.command(help=_("核对承诺锁：有没有被改过，和现在的内容是不是一致。"))
@_FORMAT
@_AS_OF
@_with_folders
@click.pass_context
def verify(context: click.Context, form: str, as_of: date | None) -> int:
    from .promises.check import not_locked
    from .promises.ledger import ledger_end
    from .publication import require_all_that_is_published

    places = _places(context)
    workshop = _workshop(places, as_of)
    result = workshop.build()
    _report(workshop, result, form)
    workshop.save()
    if not result.is_sound:
        return PROBLEMS
    require_all_that_is_published(places, result)
    end = ledger_end(workshop.database)
    if form == "text":
        click.echo(
            _("承诺锁完好，和内容一致：{count} 行，最后一行 {hash}").format(count=end.count, hash=end.hash or "-")
        )
        for problem in not_locked(workshop.database):
            message, _hint = describe(problem, LANGUAGE)
            say(_("下次发布时写进去：{message}").format(message=message))
    return DONE


@promises.command(help=_("写上编号和原因，认可一处改正；不写编号，就修复承诺锁，例如接上两个分支。"))
@_PROMISES
@click.option("--reason", default="", metavar=_("原因"), help=_("为什么改；会公开。"))
@click.option("--erase", is_flag=True, help=_("从承诺锁里删去这项承诺的文字，例如误写了姓名；日期和数字留着。"))
@_with_folders
@click.pass_context
def accept(context: click.Context, names: tuple[str, ...], reason: str, erase: bool) -> int:
    from .publication import accept as accept_changes
    from .publication import mend, others_than_promises

    places = _places(context)
    workshop = _workshop(places)
    if not names:
        is_mended, left = mend(workshop, places)
        result = workshop.build()
        _report(workshop, result)
        if is_mended or not left:
            say(_("承诺锁已经修复。") if is_mended else _("承诺锁是好的，没有要修复的。"))
        return DONE if result.is_sound else PROBLEMS
    if not reason.strip():
        raise DizaoError(Problem("reason-needed", Where("")), USAGE)
    result = others_than_promises(workshop.build())
    if not result.is_sound:
        _report(workshop, result)
        return PROBLEMS
    count = accept_changes(workshop, places, names, reason.strip(), erases=erase)
    say(_("承诺锁添了 {count} 行。运行「dizao build」，把更正公布出去。").format(count=count))
    return DONE


@cli.command(help=_("输出一类内容的 JSON Schema，供编辑软件提示和检查。"))
@click.argument("kind", metavar=_("类别"))
def schema(kind: str) -> int:
    import json

    from .authoring import json_schema

    click.echo(json.dumps(json_schema(kind, language=LANGUAGE), ensure_ascii=False, indent=2))
    return DONE


@cli.command(help=_("删除生成的网站和缓存；自己放进 output 的文件会保留。"))
@_with_folders
@click.pass_context
def clean(context: click.Context) -> int:
    import shutil
    from contextlib import suppress

    from .publish import clean as clean_output

    places = _places(context)
    removed = clean_output(places.output)
    for path in places.cache.parent.glob("*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path != places.purge:  # what it names was public, whatever becomes of the site
            path.unlink(missing_ok=True)
    with suppress(OSError):
        places.cache.parent.rmdir()
    say(_("删除了 {count} 个生成的文件和缓存。").format(count=len(removed)))
    return DONE


# -- the program ---------------------------------------------------------------------------------------


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.disable()  # a command is over before there is much garbage
    _speak_language()
    try:
        code = cli.main(prog_name="dizao", standalone_mode=False)
    except DizaoError as error:
        message, hint = describe(error.problem, LANGUAGE)
        say(message + (f"\n    {_('提示：{hint}').format(hint=hint)}" if hint else ""))
        code = error.exit_code
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = 130
    except click.ClickException as error:
        error.show()
        code = USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ENVIRONMENT
    gc.freeze()  # or else Python would go through all that there is once more before it leaves
    sys.exit(code if isinstance(code, int) else DONE)


def _speak_language() -> None:
    """Let click speak the language of the person at the terminal, and write UTF-8 wherever the words go."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if LANGUAGE == "zh":
        gettext.bindtextdomain("messages", LOCALES)
        os.environ["LANGUAGE"] = "zh_CN"


if __name__ == "__main__":
    main()
