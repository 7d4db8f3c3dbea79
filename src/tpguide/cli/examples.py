"""Examples in the help of each command, by the words of the command. A test types them all."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("tpguide show", "what there is to know, in five minutes"),
        ("tpguide massage", "the massage on one card"),
        ("tpguide massage --guided", "be led through it, hands free"),
    ),
    "list": (
        ("tpguide list", "the guides there are"),
        ("tpguide list --json", "the same for a program"),
        ("tpguide --plain list", "the same for a screen reader"),
    ),
    "show": (
        ("tpguide show --section 6", "one section, with all that is in it"),
        ('tpguide show --find "numb foot"', "passages with both words"),
        ("tpguide show --format html -o guide.html", "a page for browser and paper"),
    ),
    "read": (
        ("tpguide read", "go on where you left off; ? tells the keys"),
        ("tpguide read GUIDE", "one of several guides"),
        ("tpguide read ./my-guide.yaml", "a guide that you are writing"),
    ),
    "massage": (
        ("tpguide massage --guided", "be led through it"),
        ("tpguide massage --format html -o card.html", "the card to print"),
        ("tpguide massage --audio massage.mp3", "the session for a phone"),
    ),
    "check": (
        ("tpguide check", "is there a reason against it today?"),
        ("tpguide check GUIDE", "for one of several guides"),
        ("tpguide check --plain", "asked in plain lines"),
    ),
    "history": (
        ("tpguide history", "the newest sessions"),
        ("tpguide history --since 6w --side left", "those of six weeks, one side"),
        ("tpguide history plot", "the pain over time, drawn"),
    ),
    "history show": (
        ("tpguide history show last", "the last session"),
        ("tpguide history show 8", "the one with that number"),
        ("tpguide history show 8 --json -o eight.json", "the same as data"),
    ),
    "history add": (
        ("tpguide history add", "asks for what it needs"),
        ("tpguide history add --side left --when 7:30", "asks for the rest"),
        ("tpguide history add --stopped-at 3:20", "not heard to its end"),
    ),
    "history note": (
        ("tpguide history note last", "show the note, then ask for another"),
        ('tpguide history note 8 "after a long run"', "give it at once"),
        ('tpguide history note 8 ""', "remove it"),
    ),
    "history delete": (
        ("tpguide history delete 8", "shows it, then asks"),
        ("tpguide history delete last", "the last session"),
        ("tpguide history delete 8 --yes", "without a question"),
    ),
    "history undo": (
        ("tpguide history undo", "what was entered last"),
        ("tpguide history undo --guide GUIDE", "of one of several guides"),
        ("tpguide measure --undo", "a measurement alone"),
    ),
    "history forget": (("tpguide history forget", "asks twice, then deletes all"),),
    "history export": (
        ("tpguide history export -o all.json", "all of it, to be imported again"),
        ("tpguide history export --format csv", "a row a session, for a spreadsheet"),
        ("tpguide history export --format ics", "the next date, with an alarm"),
    ),
    "history import": (
        ("tpguide history import all.json", "what export has written"),
        ("tpguide history import -", "from standard input"),
    ),
    "history plot": (
        ("tpguide history plot", "the last twelve weeks"),
        ("tpguide history plot --side left --since 6w", "one side, six weeks"),
        ("tpguide history plot --table", "numbers instead of drawings"),
    ),
    "measure": (
        ("tpguide measure", "be led through what is due"),
        ("tpguide measure --test TEST --result left=12", "enter a result"),
        ("tpguide measure --undo", "take the last result back"),
    ),
    "report": (
        ("tpguide report -o report.html", "the last twelve weeks"),
        ("tpguide report --since 2026-01-05 -o report.html", "from a day on"),
        ('tpguide report --name "A. Person" -o report.html', "with a name on it"),
    ),
    "validate": (
        ("tpguide validate my-guide.yaml", "what is wrong, and what to do"),
        ("tpguide validate *.yaml --json", "several, for a program"),
        ("tpguide validate -", "from standard input"),
    ),
    "new": (
        ("tpguide new my-guide", "among your own guides"),
        ("tpguide new my-guide --folder .", "in this folder"),
        ("tpguide new my-guide -o -", "print it only"),
    ),
    "schema": (
        ("tpguide schema", "print it"),
        ("tpguide schema -o guide.schema.json", "into a file"),
        ("tpguide schema -o guide.schema.json --force", "in place of an older one"),
    ),
    "settings": (
        ("tpguide settings", "all of them, as they are now"),
        ("tpguide settings set colours never", "change one"),
        ("tpguide settings reset colours", "back to its default"),
    ),
    "settings set": (
        ("tpguide settings set voice off", "tones instead of words"),
        ("tpguide settings set pictures never", "words instead of drawings"),
        ("tpguide settings set plain on", "plain lines, always"),
    ),
    "settings get": (("tpguide settings get voice", "print the value of one"),),
    "settings reset": (
        ("tpguide settings reset voice", "one of them"),
        ("tpguide settings reset", "all of them"),
    ),
    "doctor": (
        ("tpguide doctor", "what works here, and how to mend what doesn't"),
        ("tpguide doctor --floor", "try what is seen and heard from the floor"),
        ("tpguide doctor --json", "the same for a program"),
    ),
}  # fmt: skip

EXIT_CODES = (
    ("0", "done"),
    ("1", "internal error; nothing found, for --find"),
    ("2", "usage error"),
    ("3", "stopped early; what was done is kept"),
    ("4", "no massage, for safety"),
    ("5", "a guide file is wrong"),
    ("129, 130, 143", "hang-up, Ctrl-C, request to terminate"),
)
