"""Quizzes that come with the library: made once, and from then on the teachers'."""

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError

from quizzes.articles.importing import told
from quizzes.attempts.quiz import DrawRule, FeedbackBand, Quiz
from quizzes.bank.library import Loading
from quizzes.bank.library_items import save, tables
from quizzes.bank.models import QuestionSet, Topic

COLUMNS = {
    "title",
    "introduction",
    "behaviour",
    "penalty",
    "is_shuffled",
    "shuffles_options",
    "is_forward_only",
    "is_open_book",
    "attempts_allowed",
    "counts",
    "pass_percent",
    "minutes",
    "review",
}


def load(folder: Path, loading: Loading) -> None:
    """Make the quizzes of a folder that were not made before; what is wrong with a file joins the problems."""
    loaded = loading.quizzes
    for file, content in loading.read(folder / "quizzes"):
        name = file.removesuffix(".toml")
        if Quiz.objects.filter(library_name=name).exists():
            loaded.unchanged += 1
            continue
        try:
            make(name, content)
            loaded.new += 1
        except KeyError as missing:
            loading.problems.append(f"{file}: {missing} is missing. Add a line for it.")
        except ValidationError as fault:
            loading.problems.append(f"{file}: {told(fault)}")
        except (ValueError, TypeError) as fault:
            loading.problems.append(f"{file}: {fault}")


def make(name: str, content: Mapping) -> Quiz:
    unknown = set(content) - COLUMNS - {"set", "draw", "bands"}
    if unknown:
        raise ValueError(
            f'the line "{min(unknown)}" is not known. Write one of: {", ".join(sorted(COLUMNS))}.'
        )
    columns = {column: content[column] for column in COLUMNS if column in content}
    quiz = Quiz(question_set=set_called(content["set"]), library_name=name, is_offered=True, **columns)
    save(quiz)
    for row in tables(content, "draw"):
        topic = topic_called(row["topic"]) if "topic" in row else None
        chosen = set_called(row["set"]) if "set" in row else None
        save(
            DrawRule(
                quiz=quiz,
                count=row["count"],
                question_set=chosen,
                topic=topic,
                difficulty=row.get("difficulty"),
            )
        )
    for row in tables(content, "bands"):
        save(FeedbackBand(quiz=quiz, from_percent=row["from"], text=row["text"]))
    return quiz


def set_called(slug: str) -> QuestionSet:
    found = QuestionSet.objects.filter(slug=slug).first()
    if found is None:
        raise ValueError(f'the set "{slug}" does not exist. Write the slug of one in the library.')
    return found


def topic_called(name: str) -> Topic:
    found = Topic.objects.filter(name=name).first()
    if found is None:
        raise ValueError(f'the topic "{name}" does not exist. Write one that questions of the library have.')
    return found
