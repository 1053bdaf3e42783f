"""The desk, where a teacher stores an article: the text first, then the role of every block."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from quizzes.articles.models import Article, Revision
from tests.factories import ArticleFactory, passage

pytestmark = pytest.mark.django_db

ADD, ROLES = "/admin/quizzes/article/add/", "/admin/quizzes/article/roles/"
PARAGRAPHS = [
    "The bridge over the Lend was closed on Monday, the council said, because two of its stones had come loose.",
    "It was to open again after seven days, according to the mayor, who had walked across it every morning.",
    "Two shops on the north bank lost half of their customers, their owners told the council on that evening.",
]
TEXT = "\r\n\r\n".join([*PARAGRAPHS, "Subscribe to our newsletter"])
DESCRIBED = {
    "title": "The bridge",
    "slug": "bridge",
    "publisher": "The Lend Post",
    "published": "2021-05-03",
    "kind": "news_report",
    "wording": "original",
    "pasted": TEXT,
}


class Blocks:
    """The page on which a teacher sees every block with its proposed role."""

    def __init__(self, client: Client, response) -> None:
        assert response.status_code == 200, response.text
        self.client = client
        page = html.document_fromstring(response.content.decode())
        (form,) = page.xpath(f"//form[@action='{ROLES}']")
        self.values = dict(form.form_values())
        self.roles = [value for name, value in form.form_values() if name.startswith("role-")]
        self.texts = [label.text_content() for label in form.xpath(".//ol//label")]

    def save(self, **changes: str):
        return self.client.post(ROLES, self.values | changes)


def paste(client: Client, **changes) -> Blocks:
    return Blocks(client, client.post(ADD, DESCRIBED | changes))


def told(response) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())


def refused(client: Client, **changes) -> str:
    response = client.post(ADD, DESCRIBED | changes)
    assert response.status_code == 422
    assert not Article.objects.filter(slug="bridge").exists()
    return told(response)


def file(content: bytes, name: str = "bridge.txt") -> dict:
    return {"pasted": "", "file": SimpleUploadedFile(name, content)}


def test_pasted_text_is_shown_block_by_block_with_proposed_roles(as_tom):
    blocks = paste(as_tom)
    assert blocks.texts == [*PARAGRAPHS, "Subscribe to our newsletter"]
    assert blocks.roles == ["body", "body", "body", "boilerplate"]


def test_nothing_is_stored_before_the_roles_are_saved(as_tom):
    paste(as_tom)
    assert not Article.objects.exists()


def test_saved_roles_make_the_article(as_tom, tom):
    response = paste(as_tom).save()
    article = Article.objects.get()
    assert response["Location"] == article.get_absolute_url()
    assert (article.title, article.slug, article.publisher) == ("The bridge", "bridge", "The Lend Post")
    assert (str(article.published), article.kind) == ("2021-05-03", "news_report")
    assert (article.current.wording, article.current.created_by) == ("original", tom)
    assert [found.text for found in article.current.passages.all()] == PARAGRAPHS


def test_a_changed_role_changes_the_numbers(as_tom):
    paste(as_tom).save(**{"role-0": "heading", "role-3": "credit"})
    anchors = [found.anchor for found in Article.objects.get().current.passages.all()]
    assert anchors == ["h1", "p1", "p2", "k1"]


def test_an_uploaded_file_is_read(as_tom):
    blocks = paste(as_tom, **file("\n\n".join(PARAGRAPHS).encode()))
    blocks.save()
    assert [found.text for found in Article.objects.get().current.passages.all()] == PARAGRAPHS


def test_an_uploaded_page_is_read_as_one(as_tom):
    inner = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = f"<html lang=en><body><nav>Home</nav><article>{inner}</article></body></html>"
    assert paste(as_tom, **file(page.encode(), "bridge.html")).texts == ["Home", *PARAGRAPHS]


def test_a_date_that_is_not_known_may_be_left_out(as_tom):
    paste(as_tom, published="").save()
    assert Article.objects.get().published is None


def test_text_that_looks_like_markup_stays_text(as_tom):
    strange = (
        "The council wrote <b>closed</b> & </textarea><script>alert(1)</script> on the sign at the bridge."
    )
    blocks = paste(as_tom, pasted="\r\n\r\n".join([strange, *PARAGRAPHS]))
    assert blocks.texts[0] == strange
    blocks.save()
    assert passage(Article.objects.get(), 1).text == strange


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"caf\xe9 on the bridge", "is not UTF-8"),
        (PARAGRAPHS[0].encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02" * 30, "NUL"),
        (b"   \n ", "There is no text here"),
        (b"Subscribe\n\nShare this", "No paragraph of running text"),
        (b"The bridge was closed on Monday. " * 70_000, "2,000,000"),
        (b"", "The submitted file is empty."),
    ],
    ids=["not UTF-8", "UTF-16", "binary", "blank", "no body", "over 2 MB", "empty"],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(as_tom, content, sentence):
    assert sentence in refused(as_tom, **file(content))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pasted": ""}, "Upload a file or paste the text: one of the two."),
        ({"pasted": " \r\n"}, "Upload a file or paste the text: one of the two."),
        ({"pasted": "Subscribe\r\n\r\nShare this"}, "No paragraph of running text"),
        ({"pasted": "\x00" + TEXT}, "Null characters are not allowed."),
        ({"title": ""}, "This field is required."),
        ({"title": "t" * 301}, "at most 300 characters"),
        ({"publisher": ""}, "This field is required."),
        ({"publisher": "p" * 201}, "at most 200 characters"),
        ({"published": "yesterday"}, "Enter a valid date."),
        ({"kind": "poem"}, "poem is not one of the available choices"),
        ({"wording": "mine"}, "mine is not one of the available choices"),
        ({"slug": "no slug"}, "Enter a valid “slug”"),
        ({"slug": "b" * 51}, "at most 50 characters"),
    ],
)
def test_a_description_that_does_not_fit_is_refused_with_a_sentence(as_tom, changes, sentence):
    assert sentence in refused(as_tom, **changes)


def test_a_file_and_a_pasted_text_at_once_are_refused(as_tom):
    assert "one of the two" in refused(as_tom, **file(TEXT.encode()) | {"pasted": TEXT})


def test_what_was_typed_stays_when_it_is_refused(as_tom):
    response = as_tom.post(ADD, DESCRIBED | {"slug": "no slug"})
    page = html.document_fromstring(response.content.decode())
    assert page.xpath("string(//input[@name='publisher']/@value)") == "The Lend Post"
    assert PARAGRAPHS[1] in page.xpath("string(//textarea[@name='pasted'])")


def test_a_taken_slug_is_refused_and_a_new_revision_is_offered(as_tom):
    ArticleFactory(slug="bridge")
    response = as_tom.post(ADD, DESCRIBED)
    assert response.status_code == 422
    assert "add this text as a new revision" in told(response)


def test_a_slug_taken_in_the_meantime_is_refused_and_the_roles_stay(as_tom):
    blocks = paste(as_tom)
    ArticleFactory(slug="bridge")
    response = blocks.save(**{"role-0": "heading"})
    assert response.status_code == 422
    assert "belongs to an article already" in told(response)
    assert 'value="heading" selected' in response.text
    assert Article.objects.count() == 1


def test_without_a_body_paragraph_nothing_is_stored(as_tom):
    response = paste(as_tom).save(**{f"role-{place}": "heading" for place in range(3)})
    assert response.status_code == 422
    assert "No block is a body paragraph." in told(response)
    assert not Article.objects.exists()


def test_a_role_that_does_not_exist_is_refused(as_tom):
    response = paste(as_tom).save(**{"role-1": "poem"})
    assert response.status_code == 422
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "texts", ["", "[]", "no json", "3", "{}", '[""]', "[3]", json.dumps(PARAGRAPHS), None]
)
def test_blocks_that_did_not_arrive_whole_are_asked_for_again(as_tom, texts):
    blocks = paste(as_tom)
    if texts is None:
        del blocks.values["texts"]
    else:
        blocks.values["texts"] = texts
    response = blocks.save()
    assert response["Location"] == ADD
    assert "Paste or upload it again." in told(as_tom.get(ADD))
    assert not Article.objects.exists()


def test_the_page_of_roles_cannot_be_opened_without_a_text(as_tom):
    assert as_tom.get(ROLES)["Location"] == ADD


def test_two_articles_pasted_in_two_tabs_are_not_mixed_up(as_tom):
    first = paste(as_tom)
    second = paste(as_tom, slug="harbour", title="The harbour", pasted="\r\n\r\n".join(PARAGRAPHS[:2]))
    first.save()
    second.save()
    counts = {article.slug: article.current.passages.count() for article in Article.objects.all()}
    assert counts == {"bridge": 3, "harbour": 2}


def test_a_text_of_other_letters_arrives_whole_although_it_is_long(as_tom):
    paragraph = (
        "Мост через реку закрыли в понедельник, сообщил совет, потому что из него выпали два камня. " * 20
    )
    blocks = paste(as_tom, pasted="\r\n\r\n".join(f"{number}. {paragraph}" for number in range(1, 300)))
    assert blocks.save()["Location"] == "/sources/bridge/"


def test_a_text_of_more_blocks_than_can_be_sent_is_refused(as_tom):
    assert "more than 950" in refused(as_tom, pasted="\r\n\r\n".join(PARAGRAPHS * 320))


def test_saving_twice_stores_one_article(as_tom):
    blocks = paste(as_tom)
    blocks.save()
    again = blocks.save()
    assert again["Location"] == Article.objects.get().get_absolute_url()
    assert (Article.objects.count(), Revision.objects.count()) == (1, 1)


def revise(client: Client, article: Article, **changes) -> Blocks:
    data = {"title": article.title, "wording": "brief", "pasted": TEXT}
    return Blocks(client, client.post(f"/admin/quizzes/article/{article.pk}/revise/", data | changes))


def test_a_new_text_becomes_a_new_revision(as_tom, tom):
    article = ArticleFactory()
    revise(as_tom, article).save()
    article.refresh_from_db()
    assert (article.current.number, article.current.wording, article.current.created_by) == (2, "brief", tom)
    assert passage(article, 2).text == PARAGRAPHS[1]


def test_the_same_text_is_no_new_revision(as_tom):
    article = ArticleFactory()
    revise(as_tom, article).save()
    revise(as_tom, article).save()
    assert article.revisions.count() == 2


def test_an_article_that_is_gone_cannot_be_revised(as_tom):
    assert as_tom.get("/admin/quizzes/article/99/revise/").status_code == 404


def test_the_history_tells_who_stored_and_revised(as_tom):
    paste(as_tom).save()
    article = Article.objects.get()
    revise(as_tom, article).save()
    history = told(as_tom.get(f"/admin/quizzes/article/{article.pk}/history/"))
    assert "revision 1 stored" in history
    assert "revision 2 stored" in history


def test_what_is_known_of_an_article_can_be_edited_without_touching_its_words(as_tom):
    article = ArticleFactory()
    address = f"/admin/quizzes/article/{article.pk}/change/"
    page = html.document_fromstring(as_tom.get(address).content.decode())
    (form,) = page.xpath("//form[@id='article_form']")
    as_tom.post(address, dict(form.form_values()) | {"publisher": "The Lend Daily"})
    article.refresh_from_db()
    assert (article.publisher, article.revisions.count()) == ("The Lend Daily", 1)


def test_a_teacher_cannot_delete_an_article(as_tom):
    article = ArticleFactory()
    assert as_tom.post(f"/admin/quizzes/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_passage_can_be_looked_up_and_not_changed(as_tom):
    found = passage(ArticleFactory(), 2)
    address = f"/admin/quizzes/passage/{found.pk}"
    assert found.text in told(as_tom.get(f"{address}/change/"))
    assert as_tom.post(f"{address}/change/", {"text": "Another."}).status_code == 403
    assert as_tom.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert as_tom.get("/admin/quizzes/passage/add/").status_code == 403


def test_passages_are_found_by_their_words(as_tom):
    ArticleFactory()
    page = html.document_fromstring(as_tom.get("/admin/quizzes/passage/", {"q": "north bank"}).text)
    assert len(page.xpath("//table[@id='result_list']/tbody/tr")) == 1


@pytest.mark.parametrize("address", [ADD, ROLES])
def test_a_student_stores_no_article(as_ada, address):
    response = as_ada.post(address, DESCRIBED)
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]
    assert not Article.objects.exists()


def test_staff_without_the_right_to_add_stores_no_article(client, eve):
    eve.is_staff = True
    eve.save()
    client.force_login(eve)
    article = ArticleFactory()
    addresses = [ADD, ROLES, f"/admin/quizzes/article/{article.pk}/revise/"]
    assert [client.post(address, DESCRIBED).status_code for address in addresses] == [403] * 3
