from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        """Where an act in a lower room reaches a higher one, the lower room's list gets its function here."""
        # Models cannot be imported before the apps are ready, so these imports stand here.
        from core import audit, backends, desk, held, letters, personal
        from quizzes import audited
        from quizzes import personal as rooms
        from quizzes.articles import placements, reading, revised, settling
        from quizzes.attempts import (
            answered,
            assigned,
            closed_book,
            corrected,
            counted,
            given_answers,
            own_record,
            standing,
        )
        from quizzes.attempts import margin as attempts_margin
        from quizzes.bank import about, asking, beside, coverage, holders, versions
        from quizzes.bank import margin as bank_margin
        from quizzes.classrooms import announcing, assignment, finding, known, leaving, panels, work_shown
        from quizzes.flashcards import decks, note_pages, one_memory
        from quizzes.flashcards import margin as cards_margin
        from quizzes.flashcards import standing as cards_standing
        from quizzes.progress import by_version
        from quizzes.progress.items import cells, ways_in
        from quizzes.progress.students import report_pages
        from quizzes.progress.tallies import counting, rebuilding, triggers
        from quizzes.reports import beside as reports_beside
        from quizzes.reports import heard
        from quizzes.reports import letters as reports_letters
        from quizzes.reports import waiting as reports_waiting
        from quizzes.search import index

        revised.REVISED += [placements.place_in, holders.follow_sides]
        placements.QUOTES.append(holders.quotes)
        settling.HOLDERS.append(holders.holders)

        reading.SHUT.append(closed_book.shut)
        reading.NEEDED.append(beside.revision_cited)
        reading.MARKS.append(beside.cited_words)
        reading.MARGIN += [bank_margin.beside, attempts_margin.own_answers, cards_margin.due_here]
        reading.ACTIONS += [bank_margin.ask_about, note_pages.make_card]
        coverage.ANSWERED.append(by_version.how_students_did)
        versions.ASKED.append(attempts_margin.attempt_counts)
        about.PANELS += [standing.panel, cards_standing.panel, ways_in.of_set]
        given_answers.COUNTED.append(cells.given)
        backends.COMES_ALONG.append("learner")
        backends.TOLD_ALONG["has_classes"] = finding.HAS_CLASSES
        backends.TOLD_ALONG["is_in_a_class"] = finding.IS_IN_A_CLASS
        asking.STATE_CHANGED.append(decks.follow_question)
        counted.ENDED.append(counting.ended)
        counted.CHANGING.append(counting.changing)
        answered.ANSWERED.append(one_memory.learn)
        answered.ALONG |= {
            "question_id": one_memory.QUESTION_ID,
            "card_id": one_memory.CARD_ID,
            "report_id": reports_beside.REPORT_ID,
        }
        answered.BESIDE += [one_memory.beside, reports_beside.beside]
        answered.IN_REVIEW.append(reports_beside.in_review)
        desk.WAITING.append(reports_waiting.at_the_desk)
        corrected.NAMES.append(known.names)
        assigned.GIVEN.append(assignment.given)
        panels.FOR_TEACHERS.append(work_shown.for_teachers)
        panels.FOR_STUDENTS.append(work_shown.for_students)
        panels.OF_STUDENT.append(report_pages.beside_member)
        letters.KINDS |= announcing.KINDS | reports_letters.KINDS
        heard.SENT.append(reports_letters.tell_teachers)
        heard.ANSWERED.append(reports_letters.tell_student)

        audit.keep(audited.AUDITED, audited.NAMED_WITH)
        personal.HOLDS |= rooms.HOLDS | held.HOLDS
        personal.UNDER_WAY.append(own_record.stop)
        personal.WAITS.append(closed_book.record_waits)
        personal.HELD_BACK.append(leaving.only_teacher)
        personal.NOT_ALONE.append(leaving.made_for_a_class)
        personal.ALSO_CALLED.append(leaving.names_given)

        post_migrate.connect(index.lay, sender=self, dispatch_uid="search")
        pre_migrate.connect(triggers.lift, sender=self, dispatch_uid="tallies")
        post_migrate.connect(rebuilding.follow, sender=self, dispatch_uid="tallies")
        checks.register(index.check)
