"""Every option of the command line is a keyword with the same name and default, and does the same."""

import datetime
import re
import tempfile
import unittest

import wirecopy
from testing import NEWS, program

# Options of the command line that are arguments of a function here, or mean nothing without a terminal.
ARGUMENTS = {
    "emit",
    "format",
    "output",
    "summary",
    "write-furniture",
    "write-plan",
    "singles",
    "no-singles",
    "color",
    "width",
    "quiet",
    "progress",
    "no-progress",
    "files-from",
    "from",
    "help",
    "keep",
    "against",
    "drop",
    "mark",
    "dry-run",
    "report",
    "articles",
    "svg",
    "in",
    "worst",
    "version",
}
ONLY_HERE = {"keep_lines", "today", "problem", "progress"}


def options_of(**options):
    with wirecopy.Corpus(**options) as corpus:
        return corpus.options


def help_rows():
    """What help says of each option, by name."""
    rows = {}
    for command in ("cluster", "dedup", "compare", "furniture", "plan", "eval"):
        text = re.sub(r"\n {20,}", " ", program("help", command).decode())
        for name, rest in re.findall(r"^ +(?:-., )?--([a-z-]+)(.*)$", text, re.MULTILINE):
            rows[name] = re.sub(r"\s+", " ", rest)
    return rows


class Names(unittest.TestCase):
    def test_each_option_of_the_command_line(self):
        theirs = {name.replace("-", "_") for name in help_rows() if name not in ARGUMENTS}
        ours = set(options_of())
        self.assertEqual(ours - ONLY_HERE, theirs)
        self.assertEqual(set(wirecopy.Options.__annotations__), ours)

    def test_defaults(self):
        rows, options = help_rows(), options_of()
        for name, words in {
            "rule": "usual (the default)",
            "shingle-words": "; 3",
            "keys": "planned (the default)",
            "seed": "; 0",
            "max-record": "; 64M",
            "threads": "0, the default",
            "memory": "; 256M",
        }.items():
            self.assertIn(words, rows[name], name)
        usual = {
            "rule": (0.35, 0.6),
            "resemblance": 0.35,
            "containment": 0.6,
            "shingle_words": 3,
            "keys": "planned",
            "seed": 0,
            "audit": 0,
            "max_record": 64 << 20,
            "threads": 0,
            "memory": 256 << 20,
            "format_in": "auto",
            "show": (),
            "no_furniture": False,
            "no_built_in_furniture": False,
            "learn": False,
            "strict": False,
            "keep_lines": False,
            "today": None,
        }
        for name, value in options.items():
            if name == "problem":
                self.assertTrue(callable(value))
            else:
                self.assertEqual(value, usual.get(name), name)
        self.assertEqual(options_of(**dict.fromkeys(wirecopy.Options.__annotations__)).keys(), options.keys())  # None is the default
        self.assertEqual(options_of(rule="usual")["rule"], (0.35, 0.6))

    def test_the_command_line_takes_the_same(self):
        for name, value, written in (
            ("rule", "strict", "strict"),
            ("rule", (0.4, 0.7), "0.4,0.7"),
            ("resemblance", 0.9, "0.9"),
            ("containment", 1, "1"),
            ("window", "2d", "2d"),
            ("shingle_words", 5, "5"),
            ("keys", "all", "all"),
            ("keys", "16x2+1/5", "16x2+1/5"),
            ("seed", 7, "7"),
            ("kernel", "portable", "portable"),
            ("memory", "16M", "16M"),
            ("threads", 2, "2"),
        ):
            with self.subTest(name=name, value=value):
                self.assertEqual(
                    wirecopy.cluster(NEWS, **{name: value}).report().encode(),
                    program("cluster", NEWS, "-q", "--" + name.replace("_", "-"), written),
                )
        for name in ("no_furniture", "no_built_in_furniture"):
            self.assertEqual(
                wirecopy.cluster(NEWS, **{name: True}).report().encode(), program("cluster", NEWS, "-q", "--" + name.replace("_", "-"))
            )
        with tempfile.NamedTemporaryFile("w") as owners:
            owners.write("harbour-post.example\tOne\nwire-mirror.example\tOne\n")
            owners.flush()
            self.assertEqual(
                wirecopy.cluster(NEWS, owners=owners.name).report().encode(), program("cluster", NEWS, "-q", "--owners", owners.name)
            )
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write('{"t":"one two","i":"x","s":"post.example","d":"2024-01-02","h":"Head","u":"https://post.example/1"}\n')
            file.flush()
            fields = {"text_field": "t", "id_field": "i", "source_field": "s", "date_field": "d", "title_field": "h", "url_field": "u"}
            options = [word for name, value in fields.items() for word in ("--" + name.replace("_", "-"), value)]
            self.assertEqual(
                wirecopy.cluster(file.name, **fields).report(format="jsonl").encode(),
                program("cluster", file.name, "-q", "--format", "jsonl", *options),
            )


class Values(unittest.TestCase):
    def test_each_is_taken(self):
        day = datetime.date(2024, 9, 18)
        for name, value, shown in (
            ("rule", "loose", (0.25, 0.5)),
            ("rule", "0.3,0.4", (0.3, 0.4)),
            ("window", "30d", "720h"),
            ("window", "1w", "168h"),
            ("window", "5H", "5h"),
            ("window", datetime.timedelta(days=2), "48h"),
            ("keys", "64x2", "64x2"),
            ("keys", "1/8", "1/8"),
            ("memory", "64m", 64 << 20),
            ("memory", 64 << 20, 64 << 20),
            ("memory", "2G", 2 << 30),
            ("max_record", "1K", 1024),
            ("seed", 2**64 - 1, 2**64 - 1),
            ("audit", 5, 5),
            ("threads", 3, 3),
            ("strict", True, True),
            ("learn", False, False),
            ("format_in", "csv", "csv"),
            ("encoding", "windows-1256", "windows-1256"),
            ("show", "templates", ("templates",)),
            ("show", ["passages", "templates"], ("templates", "passages")),
            ("today", day, day),
            ("save", "kept", "kept"),
            ("text_field", "نص", "نص"),
        ):
            with self.subTest(name=name, value=value):
                self.assertEqual(options_of(**{name: value})[name], shown)
        self.assertEqual(options_of(resemblance=0.5, rule="strict", containment=0.1)["rule"], (0.5, 0.1))
        self.assertNotEqual(options_of(seed="random")["seed"], options_of(seed="random")["seed"])
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(options_of(scratch=folder)["scratch"], folder)

    def test_each_wrong_one_is_refused(self):
        invalid = (
            ("rule", "strictly"),
            ("rule", (1, 2, 3)),
            ("rule", "0.3"),
            ("rule", (2.0, 0.5)),
            ("resemblance", -0.1),
            ("containment", float("nan")),
            ("window", "30"),
            ("window", "0d"),
            ("window", "-3d"),
            ("window", 5),
            ("window", datetime.timedelta(minutes=3)),
            ("shingle_words", 0),
            ("shingle_words", 17),
            ("shingle_words", -1),
            ("shingle_words", 2**40),
            ("keys", "most"),
            ("keys", "16x"),
            ("keys", "999x9"),
            ("keys", "1/"),
            ("keys", "16x2+1/0"),
            ("seed", -1),
            ("seed", 2**64),
            ("memory", "lots"),
            ("memory", "1K"),
            ("memory", "1T"),
            ("memory", -5),
            ("max_record", "64MB"),
            ("threads", 257),
            ("kernel", "abacus"),
            ("format_in", "pdf"),
            ("encoding", "klingon"),
            ("show", "everything"),
            ("audit", 10**7),
            ("furniture", "/nowhere"),
            ("plan", "/nowhere"),
            ("scratch", "/nowhere"),
            ("text_field", "a\0b"),
            ("learn", True),
        )
        for name, value in invalid:
            with self.subTest(name=name, value=value):
                with self.assertRaises(wirecopy.Error) as raised:
                    options_of(**{name: value})
                self.assertIsInstance(raised.exception, (ValueError, OSError))
                self.assertTrue(str(raised.exception))
        for name, value in (
            ("shingle_words", 3.0),
            ("shingle_words", "3"),
            ("threads", True),
            ("strict", 1),
            ("resemblance", "0.5"),
            ("furniture", 5),
            ("text_field", 5),
            ("seed", 1.5),
            ("today", "2024-01-01"),
            ("problem", 5),
            ("progress", "loud"),
            ("no_furniture", "yes"),
            ("format_in", 3),
        ):
            with self.subTest(name=name, value=value), self.assertRaises(TypeError):
                options_of(**{name: value})
        with self.assertRaisesRegex(TypeError, "no option 'treads'"):
            wirecopy.cluster(NEWS, treads=2)


if __name__ == "__main__":
    unittest.main()
