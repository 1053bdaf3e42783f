"""What each model of the rooms holds about people. The words of this table are explained in core/personal.py."""

from core.personal import About, Holds, Nothing
from quizzes.attempts import own_record

SCHOOLS_OWN = "what teachers wrote, which belongs to the school"

HOLDS: dict[str, Holds] = {
    # Articles
    "quizzes.Article": Nothing("a stored source"),
    "quizzes.Revision": Nothing("the text of a source", by=("created_by",)),
    "quizzes.Passage": Nothing("a paragraph of a source"),
    "quizzes.Placement": Nothing("where quoted words stand in a newer text"),
    # Bank
    "quizzes.Topic": Nothing("what questions are about"),
    "quizzes.QuestionSet": Nothing(SCHOOLS_OWN),
    "quizzes.QuestionSet_teachers": About(
        "user",
        "Question sets you look after.",
        sheet="sets_looked_after",
        exported=("questionset__title",),
        deleted=True,
    ),
    "quizzes.Question": Nothing(SCHOOLS_OWN, by=("edited_by",)),
    "quizzes.Option": Nothing(SCHOOLS_OWN),
    "quizzes.DraftCitation": Nothing(SCHOOLS_OWN),
    "quizzes.QuestionVersion": Nothing("what students are asked", by=("published_by",)),
    "quizzes.Citation": Nothing("the words a question rests on"),
    "quizzes.Point": Nothing(SCHOOLS_OWN),
    "quizzes.Side": Nothing(SCHOOLS_OWN),
    "quizzes.SidePassage": Nothing("the words that take a side"),
    "quizzes.Correction": Nothing("how a key was put right", by=("made_by", "taken_back_by")),
    "quizzes.Opinion": Nothing("what one teacher said of another's question", by=("by",)),
    # Attempts
    "quizzes.Quiz": Nothing("how a set is given"),
    "quizzes.DrawRule": Nothing("how a quiz draws its questions"),
    "quizzes.FeedbackBand": Nothing(SCHOOLS_OWN),
    "quizzes.ExtraTime": About(
        "student",
        "Extra time that you have in a quiz.",
        sheet="extra_time",
        exported=("quiz__title", "minutes"),
        deleted=True,
    ),
    "quizzes.Attempt": About(
        "student",
        "Your attempts at quizzes and practice: when, and what they earned.",
        sheet="attempts",
        exported=own_record.ATTEMPT_COLUMNS,
        rows=own_record.attempts,
        left="Times and marks stay, for the figures of a class.",
    ),
    "quizzes.Slot": About(
        "attempt__student",
        "Every question you were asked, and what came of it as far as it shows by now.",
        sheet="answers",
        exported=own_record.ANSWER_COLUMNS,
        rows=own_record.answers,
        forgotten=("typed", "tries"),
        forget=own_record.forget,
        kept=("option_order",),
        left="That it was asked stays; what was saved and not handed in goes.",
    ),
    "quizzes.Answer": About(
        "slot__attempt__student",
        "Your answers.",
        not_exported="They stand beside their questions in “answers”.",
        forgotten=("given",),
        left="Chosen options, numbers and marks stay; what you typed goes.",
    ),
    "quizzes.Remark": About(
        "slot__attempt__student",
        "How your marks changed when a key was put right.",
        sheet="marks_put_right",
        exported=("slot__attempt_id", "slot__position", "at", "is_taken_back", "mark_before", "mark_after"),
        left="How marks changed stays, for the figures of a class.",
    ),
    "quizzes.Report": About(
        "student",
        "What you said is wrong with questions, and what was answered.",
        sheet="reports",
        exported=("slot__attempt_id", "slot__position", "at", "reason", "text", "outcome", "reply"),
        deleted=True,
    ),
    # Flashcards
    "quizzes.Review": About(
        "student",
        "Every time you rated a card.",
        sheet="card_reviews",
        exported=("card_id", "at", "rating", "state_before"),
        deleted=True,
    ),
    "quizzes.Card": About(
        "student",
        "Your cards, and how well each is remembered.",
        sheet="cards",
        exported=(
            "id",
            "deck__title",
            "question_id",
            "question__current__face__stem",
            "note_id",
            "gap",
            "state",
            "due",
            "last_review",
            "stability",
            "difficulty",
            "review_count",
            "lapse_count",
            "is_suspended",
            "is_flagged",
            "buried_until",
        ),
        deleted=True,
    ),
    "quizzes.Note": About(
        "student",
        "Cards you wrote yourself.",
        sheet="notes",
        exported=("id", "front", "back", "quote", "passage__revision__article__title"),
        deleted=True,
    ),
    "quizzes.Deck": About(
        "student", "Your decks.", sheet="decks", exported=("id", "title", "created_at"), deleted=True
    ),
    "quizzes.Learner": About(
        "student",
        "How you learn cards: your settings.",
        sheet="card_settings",
        exported=(
            "time_zone",
            "desired_retention",
            "new_a_day",
            "reviews_a_day",
            "forgotten_first",
            "learns_from_quizzes",
            "parameters",
        ),
        deleted=True,
    ),
    # Classrooms
    "quizzes.Classroom": Nothing("a class, by the name its teachers gave it"),
    "quizzes.Teaching": About(
        "teacher", "Classes you teach.", sheet="teaching", exported=("classroom__name",), deleted=True
    ),
    "quizzes.Membership": About(
        "student",
        "Classes you are in, and what your teachers call you there.",
        sheet="classes",
        exported=("classroom__name", "name", "joined_at", "removed_at"),
        blanked={"name": ""},
        left="That somebody was in the class; what they were called goes.",
    ),
    "quizzes.Assignment": Nothing("what a class is to do", by=("created_by",)),
    "quizzes.Assignment_chosen": About(
        "user",
        "What was assigned to you and not to the whole class.",
        sheet="assigned_to_you",
        exported=("assignment_id", "assignment__classroom__name"),
        left="That it was assigned to somebody.",
    ),
    "quizzes.Allowance": About(
        "student",
        "Exceptions made for you: dates, time, attempts.",
        sheet="exceptions",
        exported=("assignment_id", "opens_at", "due_at", "closes_at", "minutes", "attempts_allowed"),
        deleted=True,
    ),
    "quizzes.Reminder": About(
        "student",
        "When you were reminded of something due.",
        sheet="reminders",
        exported=("assignment_id", "sent_at"),
        deleted=True,
    ),
    # Progress
    "quizzes.TopicTally": About(
        "student",
        "How you did on each topic, week by week.",
        not_exported="Each answer stands in “answers”.",
        left="The sums stay, for the figures of a class.",
    ),
    "quizzes.QuestionTally": About(
        "student",
        "How often you answered each question.",
        not_exported="Each answer stands in “answers”.",
        left="The sums stay, for the figures of a class.",
    ),
    "quizzes.CertaintyTally": About(
        "student",
        "How often you were right when you said how certain you were.",
        not_exported="Each answer stands in “answers”.",
        left="The sums stay, for the figures of a class.",
    ),
    "quizzes.VersionTally": Nothing("sums over all students"),
    "quizzes.QuizStamp": Nothing("when the sums of a quiz changed"),
    "quizzes.TotalTally": Nothing("sums over all students"),
    "quizzes.MarkTally": Nothing("sums over all students"),
    "quizzes.OptionTally": Nothing("sums over all students"),
    "quizzes.GivenTally": Nothing(
        "how often the same answer was given; what a student typed is taken out when they are erased"
    ),
}
