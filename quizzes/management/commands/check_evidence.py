from django.core.management.base import CommandError

from core.commands import AuditedCommand
from quizzes.bank.models import Citation, Question


class Command(AuditedCommand):
    help = (
        "Walk every published question and print those whose quoted words are not in the passage they cite."
    )

    def handle(self, **options) -> None:
        published = Question.objects.published().in_order()
        broken = [problem for question in published for problem in broken_evidence(question)]
        for problem in broken:
            self.stdout.write(problem)
        self.stdout.write(f"{published.count()} published questions, {len(broken)} broken.")
        if broken:
            raise CommandError("Some evidence is broken.", returncode=1)


def broken_evidence(question: Question) -> list[str]:
    citations = Citation.objects.with_sources().filter(version=question.current_id)
    if not citations:
        return [f"Question {question.pk} ({question}): it has no citation."]
    return [
        f"Question {question.pk} ({question}): “{citation.quote}” is not in {citation.passage}."
        for citation in citations
        if not citation.is_found
    ]
