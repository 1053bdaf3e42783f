from quizzes.progress.classes.needs import LOW, is_low, low, lowest, most_first
from quizzes.progress.students.mastery import Mastery, Weighed

ADA, BO, KIM = 1, 2, 3
DATES, PLACES = 10, 20


def known(answers: int, credit: float) -> Mastery:
    return Weighed(answers, answers, answers, credit).mastery


def test_who_very_likely_knows_little_is_in_need_of_help():
    assert [need.student for need in low({ADA: {DATES: known(20, 4)}})] == [ADA]


def test_nobody_is_named_for_a_low_share_that_may_be_chance():
    may_be_chance = known(2, 0.8)
    assert may_be_chance.share < LOW < may_be_chance.high
    assert low({ADA: {DATES: may_be_chance}}) == []


def test_what_is_told_as_few_answers_is_never_told_as_very_likely_low():
    few = known(3, 0)
    assert few.high < LOW
    assert few.is_vague
    assert not is_low(few)
    assert low({ADA: {DATES: few}}) == lowest({ADA: {DATES: few}}) == []


def test_whose_knowledge_is_lowest_at_the_most_comes_first_and_so_do_their_topics():
    found = low(
        {
            ADA: {DATES: known(20, 6)},
            BO: {DATES: known(20, 6), PLACES: known(20, 1)},
            KIM: {DATES: known(20, 20)},
        }
    )
    assert [(need.student, [topic for topic, _ in need.topics]) for need in found] == [
        (BO, [PLACES, DATES]),
        (ADA, [DATES]),
    ]


def test_the_lowest_are_told_by_their_weakest_topic_of_which_there_is_enough_to_tell():
    found = lowest(
        {
            ADA: {DATES: known(40, 36), PLACES: known(40, 30)},
            BO: {DATES: known(40, 28), PLACES: known(1, 0)},
            KIM: {DATES: known(1, 0)},
        }
    )
    assert [(need.student, need.topics[0][0]) for need in found] == [(BO, DATES), (ADA, PLACES)]


def test_in_order_of_need_come_the_low_then_the_lower_and_nobody_of_whom_little_is_known():
    found = most_first(
        {
            ADA: {DATES: known(40, 30), PLACES: known(40, 39)},
            BO: {DATES: known(20, 4)},
            KIM: {DATES: known(40, 36)},
            4: {DATES: known(1, 0)},
        }
    )
    assert found == [BO, ADA, KIM]


def test_without_students_nobody_is_in_need():
    assert low({}) == lowest({}) == most_first({}) == []
    assert low({ADA: {}}) == lowest({ADA: {}}) == []
