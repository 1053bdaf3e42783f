"""What the drawing of who chose what says first."""

from quizzes.progress.charts import ThirdsRow
from quizzes.progress.items.question import reading_of


def option(label: str, strongest: int, weakest: int, *, is_right: bool = False) -> ThirdsRow:
    """Chosen by so many percent of the strongest third, and of the weakest."""
    told = (f"{strongest} %", "50 %", f"{weakest} %")
    return ThirdsRow(label, is_right, strongest / 100, 0.5, weakest / 100, told)


def test_of_several_right_options_the_one_is_told_that_divides_the_strongest_from_the_weakest():
    rows = [
        option("Dull", 98, 95, is_right=True),
        option("Telling", 80, 20, is_right=True),
        option("No", 10, 40),
    ]
    assert reading_of(rows) == (
        "“Telling”, which is right, was chosen by 80 % of the strongest third and 20 % of the weakest."
    )


def test_a_right_option_that_the_weakest_prefer_comes_before_one_that_divides_well():
    rows = [option("Well", 90, 10, is_right=True), option("Ill", 20, 45, is_right=True)]
    assert reading_of(rows).startswith("The weakest chose “Ill”, which is right, more often")


def test_a_wrong_option_that_the_strongest_prefer_is_told():
    rows = [option("Right", 40, 20, is_right=True), option("Wrong", 60, 10)]
    assert reading_of(rows).startswith("The strongest chose “Wrong” more often than “Right”")


def test_where_nothing_counts_as_right_what_was_chosen_is_told_first():
    rows = [option("Here", 70, 20), option("There", 30, 45)]
    assert reading_of(rows) == (
        "“Here” was chosen by 70 % of the strongest third and 20 % of the weakest. No option counts as right."
    )
