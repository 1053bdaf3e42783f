from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        """Where an act in a lower room reaches a higher one, the lower room's list gets its function here."""
        # Models cannot be imported before the apps are ready, so these imports stand here.
        from quizzes.articles import placements, reading, revised, settling
        from quizzes.attempts import closed_book, standing
        from quizzes.bank import about, beside, holders

        revised.REVISED += [placements.place_in, holders.follow_sides]
        placements.QUOTES.append(holders.quotes)
        settling.HOLDERS.append(holders.holders)

        reading.SHUT.append(closed_book.shut)
        reading.NEEDED.append(beside.revision_cited)
        reading.MARKS.append(beside.cited_words)
        reading.MARGIN.append(beside.question_counts)
        about.PANELS.append(standing.panel)
