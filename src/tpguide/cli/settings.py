"""`tpguide settings`: what can be set, what is set, and setting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tpguide.cli.surroundings import Surroundings
from tpguide.errors import TpguideError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tpguide.storage.settings import KeptSettings, Setting, Settings
    from tpguide.ui.settings_list import ListedSetting

settings = typer.Typer(
    name="settings",
    help="Voice, sound, colours and pictures as you want them.",
    invoke_without_command=True,
    add_completion=False,
)


def setting_names(incomplete: str) -> list[tuple[str, str]]:
    """Return the settings whose names begin with *incomplete*, each with what it is for."""
    from tpguide.storage.settings import settings_there_are

    return [
        (each.name, each.meaning)
        for each in settings_there_are()
        if each.name.startswith(incomplete)
    ]


def setting_values(context: typer.Context, incomplete: str) -> list[str]:
    """Return the choices there are for the setting that is named already."""
    try:
        choices = _named(context.params.get("name") or "").choices
    except TpguideError:  # a shell that asks for words must get words or nothing
        return []
    return [choice for choice in choices if choice.startswith(incomplete)]


@settings.callback()
def list_settings(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")] = False,
) -> None:
    """List what can be set, with how it is set now."""
    from tpguide.cli.paging import print_paged
    from tpguide.storage.settings import settings_there_are
    from tpguide.ui.settings_list import settings_list

    if context.invoked_subcommand is not None:
        return
    around = context.ensure_object(Surroundings)
    kept = around.kept_settings
    if as_json:
        _print_json(around, kept)
    else:
        listed = [_listed(kept, each) for each in settings_there_are()]
        print_paged(around, settings_list(listed, str(kept.path), around.look()), None)


@settings.command("set")
def set_one(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which setting.", autocompletion=setting_names)
    ],
    value: Annotated[
        str,
        typer.Argument(metavar="VALUE", help="What it is to be.", autocompletion=setting_values),
    ],
) -> None:
    """Set one of them."""
    from tpguide.storage.settings import shown_value, with_value

    around = context.ensure_object(Surroundings)
    setting = _named(name)
    if setting.name == "voice-name":
        _refuse_unknown_voice(around, value)
    kept = _changed(around, lambda settings: with_value(settings, setting, value))
    _say(around, f"{setting.name} is {shown_value(kept.settings, setting)} now.")


@settings.command("reset")
def reset(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Which setting. Without a name, all of them.",
            autocompletion=setting_names,
        ),
    ] = None,
) -> None:
    """Leave one of them, or all, as it comes."""
    from tpguide.storage.settings import remove_settings, settings_file, without_value

    around = context.ensure_object(Surroundings)
    if name is None:
        remove_settings(settings_file(around.environment))
        _say(around, "All is as it comes again.")
        return
    setting = _named(name)
    _changed(around, lambda settings: without_value(settings, setting))
    _say(around, f"{setting.name} is as it comes again: {setting.unset}.")


def _refuse_unknown_voice(around: Surroundings, name: str) -> None:
    """Refuse a voice that nothing here speaks with, so that no session falls silent for it."""
    from tpguide.errors import WrongUseError
    from tpguide.terminal.voice import is_a_voice, voices_there_are

    there_are = voices_there_are(around.environment)
    if not is_a_voice(name, there_are):
        raise WrongUseError(
            f"There is no voice called {name!r} here.", f"There are: {', '.join(there_are)}."
        )


def _named(wanted: str) -> Setting:
    from tpguide.guide.library import named
    from tpguide.storage.settings import settings_there_are

    there_are = {setting.name: setting for setting in settings_there_are()}
    return there_are[named("setting", wanted, {name: name for name in there_are})]


def _changed(around: Surroundings, change: Callable[[Settings], Settings]) -> KeptSettings:
    """Change the settings in their file, and tell what of it could not be used."""
    from tpguide.storage.settings import change_settings, settings_file

    kept = change_settings(settings_file(around.environment), change)
    for trouble in kept.troubles:
        around.tell(f"{trouble} It was left out.")
    return kept


def _listed(kept: KeptSettings, setting: Setting) -> ListedSetting:
    from tpguide.storage.settings import is_set, shown_value
    from tpguide.ui.settings_list import ListedSetting

    return ListedSetting(
        name=setting.name,
        value=shown_value(kept.settings, setting),
        meaning=setting.meaning,
        takes=setting.takes,
        is_set=is_set(kept.settings, setting),
    )


def _print_json(around: Surroundings, kept: KeptSettings) -> None:
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
    around.stdout.write(json.dumps(found, indent=2) + "\n")


def _say(around: Surroundings, text: str) -> None:
    around.stdout.write(f"{around.readable(text)}\n")
