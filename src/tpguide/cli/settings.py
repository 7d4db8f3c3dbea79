"""`tpguide settings`: what can be set, what is set, and setting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.context import Context
from tpguide.cli.help import Commands
from tpguide.errors import TpguideError, WrongUseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tpguide.storage.settings import Setting, Settings
    from tpguide.storage.settings_file import KeptSettings
    from tpguide.ui.pages.settings import ListedSetting

settings = Commands(
    name="settings",
    help="Voice, sound, colours and pictures as you want them.",
    invoke_without_command=True,
)


def setting_names(incomplete: str) -> list[tuple[str, str]]:
    """Return the settings whose names begin with *incomplete*, each with what it is for."""
    from tpguide.storage.settings import settings_there_are

    return [
        (each.name, each.meaning)
        for each in settings_there_are()
        if each.name.startswith(incomplete)
    ]


def setting_values(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the choices there are for the setting that is named already."""
    try:
        choices = _named(ctx.params.get("name") or "").choices
    except TpguideError:  # a shell that asks for words must get words or nothing
        return []
    return [choice for choice in choices if choice.startswith(incomplete)]


@settings.callback()
def list_settings(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")] = False,
) -> None:
    """List what can be set, with how it is set now."""
    from tpguide.storage.settings import settings_there_are
    from tpguide.ui.pages.settings import settings_list

    if ctx.invoked_subcommand is not None:
        if as_json:
            raise WrongUseError(
                f"--json means nothing before {ctx.invoked_subcommand}.", "Leave it out."
            )
        return
    context = ctx.ensure_object(Context)
    kept = context.kept_settings
    if as_json:
        _print_json(context, kept)
    else:
        listed = [_listed(kept, each) for each in settings_there_are()]
        options = context.output.text_options()
        context.output.print_paged(settings_list(listed, str(kept.path), options))


@settings.command("set")
def set_one(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which setting.", autocompletion=setting_names)
    ],
    value: Annotated[
        str,
        typer.Argument(metavar="VALUE", help="The new value.", autocompletion=setting_values),
    ],
) -> None:
    """Set one of them."""
    from tpguide.storage.settings import shown_value, with_value

    context = ctx.ensure_object(Context)
    setting = _named(name)
    if setting.name == "voice-name":
        _refuse_unknown_voice(context, value)
    kept = _changed(context, lambda settings: with_value(settings, setting, value))
    _say(context, f"{setting.name} is {shown_value(kept.settings, setting)} now.")


@settings.command("get")
def get_one(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which setting.", autocompletion=setting_names)
    ],
) -> None:
    """Print how one of them is set."""
    from tpguide.storage.settings import shown_value

    context = ctx.ensure_object(Context)
    _say(context, shown_value(context.settings, _named(name)))


@settings.command("reset")
def reset(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Which setting. Without a name, all of them.",
            autocompletion=setting_names,
        ),
    ] = None,
) -> None:
    """Set one of them, or all, back to its default."""
    from tpguide.storage.settings import without_value
    from tpguide.storage.settings_file import remove_settings, settings_file

    context = ctx.ensure_object(Context)
    if name is None:
        remove_settings(settings_file(context.environment))
        _say(context, "All settings reset.")
        return
    setting = _named(name)
    _changed(context, lambda settings: without_value(settings, setting))
    _say(context, f"{setting.name} is back to its default: {setting.unset}.")


def _refuse_unknown_voice(context: Context, name: str) -> None:
    """Refuse a voice that nothing here speaks with, so that no session falls silent for it."""
    from tpguide.terminal.audio.speech import is_a_voice, voices_there_are

    there_are = voices_there_are(context.environment)
    if not is_a_voice(name, there_are):
        raise WrongUseError(
            f"There is no voice called {name!r} here.", f"There are: {', '.join(there_are)}."
        )


def _named(wanted: str) -> Setting:
    from tpguide.names import meaning_of
    from tpguide.storage.settings import settings_there_are

    there_are = {setting.name: setting for setting in settings_there_are()}
    return there_are[meaning_of("setting", wanted, {name: name for name in there_are})]


def _changed(context: Context, change: Callable[[Settings], Settings]) -> KeptSettings:
    """Change the settings in their file, and tell what of it could not be used."""
    from tpguide.storage.settings_file import change_settings, settings_file

    kept = change_settings(settings_file(context.environment), change)
    for trouble in kept.troubles:
        context.output.tell(f"{trouble} It was left out.")
    return kept


def _listed(kept: KeptSettings, setting: Setting) -> ListedSetting:
    from tpguide.storage.settings import is_set, shown_value
    from tpguide.ui.pages.settings import ListedSetting

    return ListedSetting(
        name=setting.name,
        value=shown_value(kept.settings, setting),
        meaning=setting.meaning,
        takes=setting.takes,
        is_set=is_set(kept.settings, setting),
    )


def _print_json(context: Context, kept: KeptSettings) -> None:
    import json

    from tpguide.storage.settings import is_set, settings_there_are, value_of

    listed = [
        {
            "name": each.name,
            "value": value_of(kept.settings, each),
            "set": is_set(kept.settings, each),
            "meaning": each.meaning,
            "takes": each.takes,
        }
        for each in settings_there_are()
    ]
    found = {"file": str(kept.path), "troubles": kept.troubles, "settings": listed}
    context.stdout.write(json.dumps(found, indent=2) + "\n")


def _say(context: Context, text: str) -> None:
    context.stdout.write(f"{context.output.readable(text)}\n")
