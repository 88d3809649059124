"""Documents of every format -> reports; what cannot be read -> rejects, and the rest goes on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.documents.dateline import dateline
from geotrack.documents.document import clean_document
from geotrack.documents.reading import Reports, read_reports
from geotrack.tables import make_table
from tests.documents.made import (
    LINES,
    MAIL,
    PAGE,
    TEXT,
    make_docx,
    make_msg,
    make_outlook,
    make_pdf,
    make_zip_bomb,
    write_all,
)


def _read(folder: Path, **options) -> Reports:
    return read_reports([folder], folder, jobs=2, **options)


def _one(folder: Path, name: str, data: bytes, **options) -> Reports:
    (folder / name).write_bytes(data)
    return _read(folder, **options)


def test_every_format_is_read(tmp_path: Path) -> None:
    write_all(tmp_path)
    reports, rejects = _read(tmp_path)
    rows = {row["path"]: row for row in reports.to_dict("records")}
    assert sorted(rows) == [
        "a.txt", "b.md", "c.html", "d.pdf", "e.docx", "f.eml", "g.msg", "h.jsonl"
    ]  # fmt: skip
    for path, row in rows.items():
        if path != "h.jsonl":
            assert LINES[1] in " ".join(row["text"].split()), path
            told = hashlib.sha256((tmp_path / path).read_bytes()).hexdigest()
            assert row["sha256"] == told
    told = {path: (row["published"], row["published_basis"]) for path, row in rows.items()}
    assert told == {
        "a.txt": ("", ""),
        "b.md": ("2024-08-21", "metadata"),
        "c.html": ("2024-08-21", "metadata"),
        "d.pdf": ("2024-08-21?", "metadata"),
        "e.docx": ("2024-08-21?", "metadata"),
        "f.eml": ("2024-08-21", "metadata"),
        "g.msg": ("2024-08-21", "metadata"),
        "h.jsonl": ("2024-05-04", "metadata"),
    }
    assert rows["a.txt"]["title"] == "Talks on the border"
    assert rows["h.jsonl"]["report_id"] == "j1"
    reasons = dict(zip(rejects["file"] + rejects["row"], rejects["reason"], strict=True))
    assert list(reasons) == ["f.eml", "h.jsonl3", "h.jsonl4"]
    assert "attachment 'map.pdf' is not read" in reasons["f.eml"]
    assert "holds no text" in reasons["h.jsonl3"]
    assert "is no JSON" in reasons["h.jsonl4"]


def test_a_page_is_its_article_with_its_metadata(tmp_path: Path) -> None:
    reports, rejects = _one(tmp_path, "a.html", PAGE.encode())
    row = reports.iloc[0]
    assert "All rights" not in row["text"]
    assert "not read" not in row["text"]
    assert "Sport" not in row["text"]
    assert (row["title"], row["publisher"]) == ("Talks on the border", "The Border Post")
    assert (row["author"], row["language"]) == ("A. Writer", "en")
    assert row["url"] == "https://example.org/talks"
    assert rejects.empty


def test_json_ld_tells_of_a_page(tmp_path: Path) -> None:
    told = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "H",'
        '"datePublished": "2023-10-05T01:00:00Z", "publisher": {"name": "Post"},'
        '"author": [{"name": "X"}, {"name": "Y"}]}]}</script>'
    )
    page = PAGE.replace("<article>", told + "<article>")
    row = _one(tmp_path, "a.html", page.encode()).reports.iloc[0]
    assert (row["published"], row["publisher"], row["author"]) == ("2023-10-05", "Post", "X, Y")


def test_a_page_in_its_own_charset(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1254">')
    page = page.replace("Ibrahim Khalil", "İbrahim Halil, Şırnak")
    row = _one(tmp_path, "a.html", page.encode("cp1254")).reports.iloc[0]
    assert "İbrahim Halil, Şırnak" in row["text"]


def test_a_page_saved_as_mhtml_has_the_pages_date_not_the_day_of_saving(tmp_path: Path) -> None:
    data = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/t\n"
        "Subject: T\nDate: Sun, 1 Jan 2023 00:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\n'
        f"Content-Type: text/html; charset=utf-8\n\n{PAGE}\n--b--\n"
    )
    row = _one(tmp_path, "a.mhtml", data.encode()).reports.iloc[0]
    assert (row["published"], row["url"]) == ("2024-08-21", "https://example.org/t")


def test_a_mail_of_html_alone_is_read(tmp_path: Path) -> None:
    data = f"From: a@example.org\nSubject: T\nContent-Type: text/html\n\n{PAGE}"
    assert LINES[1] in _one(tmp_path, "a.eml", data.encode()).reports.iloc[0]["text"]


def test_a_mail_that_another_quotes_is_not_its_own(tmp_path: Path) -> None:
    quoted = "On 3 May 2021, A B wrote:\r\n> Shells fell on Amedi.\r\n> Two died.\r\n"
    body = f"Nothing new in Zakho.\r\n\r\n{quoted}"
    data = f"From: a@example.org\r\nDate: Tue, 04 May 2021 09:00:00 +0300\r\n\r\n{body}"
    read = _one(tmp_path, "a.eml", data.encode())
    assert read.reports.iloc[0]["text"] == "Nothing new in Zakho."
    assert "3 lines quote an earlier mail and are not read" in read.rejects.iloc[0]["reason"]


def test_a_mail_that_only_quotes_is_read(tmp_path: Path) -> None:
    data = "From: a@example.org\r\n\r\n> Shells fell on Amedi.\r\n"
    assert "Amedi" in _one(tmp_path, "a.eml", data.encode()).reports.iloc[0]["text"]


def test_words_and_lines_that_a_pdf_breaks_are_joined(tmp_path: Path) -> None:
    lines = (
        "The ministry said that the new cross-",
        "ing would be opened to all traffic",
        "this year.",
        "A second paragraph tells of the road",
    )
    row = _one(tmp_path, "a.pdf", make_pdf(lines)).reports.iloc[0]
    assert row["text"] == (
        "The ministry said that the new crossing would be opened to all traffic this year.\n"
        "A second paragraph tells of the road"
    )


def test_a_words_cells_stand_beside_each_other_and_deleted_text_is_gone(tmp_path: Path) -> None:
    text = _one(tmp_path, "a.docx", make_docx()).reports.iloc[0]["text"]
    assert text.startswith(TEXT)
    assert "gone" not in text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", make_pdf(()), "a scan; run OCR on it"),
        ("a.pdf", make_pdf()[:-30], "is cut off"),
        ("a.pdf", make_pdf(encrypt=True), "is encrypted"),
        ("a.pdf", b"%PDF-1.4 nothing %%EOF", "is no PDF that can be read"),
        ("a.pdf", TEXT.encode(), "is not a PDF"),
        ("a.txt", make_pdf(), "is a PDF by its content, plain text by its name"),
        ("a.txt", PAGE.encode(), "is HTML by its content"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0", "is a picture"),
        ("a.txt", bytes(range(256)) * 4, "is not text in any encoding"),
        ("a.txt", b" \n ", "is empty"),
        ("a.txt", b"...\n---", "holds no text"),
        ("a.docx", make_docx()[:400], "is damaged or cut off"),
        ("a.docx", make_zip_bomb(), "unpacks to more than 200 MB"),
        ("a.docx", make_docx("<w:p>"), "is damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "by its content"),
        ("a.msg", make_outlook()[:700], "is damaged, cut off or no Outlook message"),
        ("a.msg", make_msg({"WordDocument": b"x"}), "is no Outlook message"),
        ("a.html", b"<html><body><div>" * 5_000, "no article"),
        ("a.html", b"<html><body>" + b"<b>x</b>" * 400_000, "this is no article"),
        ("a.html", b"<html><body><script>x</script></body></html>", "holds no article"),
        ("a.exe", b"MZ", "documents end in .txt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_a_reject_and_the_rest_goes_on(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / "z.eml").write_bytes(MAIL)
    reports, rejects = _one(tmp_path, name, data)
    assert list(reports["path"]) == ["z.eml"]
    (told,) = rejects.loc[rejects["file"] == name, "reason"]
    assert reason in told
    assert told.startswith(name)


def test_xml_entities_of_a_word_document_are_not_expanded(tmp_path: Path) -> None:
    import io
    import zipfile

    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"{bomb}]><w>&i;</w>")
    reports, rejects = _one(tmp_path, "a.docx", out.getvalue())
    assert reports.empty
    assert len(rejects) == 1


def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.html").open("wb") as stream:
        stream.truncate(200_000_000)
    assert (
        "has 200,000,000 bytes; the limit is 50,000,000" in _read(tmp_path).rejects.loc[0, "reason"]
    )


def test_a_page_without_its_end_is_read_and_told_of(tmp_path: Path) -> None:
    reports, rejects = _one(tmp_path, "a.html", PAGE[: PAGE.index("<script")].encode())
    assert len(reports) == 1
    assert "may be cut off" in rejects.loc[0, "reason"]


def test_a_document_told_twice_is_one_report(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    reports, rejects = _one(tmp_path, "a.txt", TEXT.encode())
    assert list(reports["path"]) == ["a.txt"]
    assert rejects.loc[0, "reason"] == "b.txt holds the same document as a.txt"


def test_a_reports_id_does_not_change_with_its_files_name(tmp_path: Path) -> None:
    first = _one(tmp_path, "a.txt", TEXT.encode()).reports.loc[0, "report_id"]
    (tmp_path / "a.txt").rename(tmp_path / "other.txt")
    assert _read(tmp_path).reports.loc[0, "report_id"] == first


def test_the_projects_table_gives_and_corrects(tmp_path: Path) -> None:
    given = make_table(
        "reports",
        [
            {"report_id": "seed-1", "path": "a.txt", "published": "2015-12?", "title": "Better"},
            {"report_id": "j1", "published": "2024-05-05", "published_basis": "outside"},
            {"report_id": "paper", "title": "Known from elsewhere"},
        ],
    )
    write_all(tmp_path)
    reports = _read(tmp_path, given=given).reports.set_index("report_id")
    first = reports.loc["seed-1"]
    assert (first["published"], first["published_basis"]) == ("2015-12?", "analyst")
    assert (first["title"], first["text"]) == ("Better", TEXT)
    assert reports.loc["j1", "published"] == "2024-05-05"
    assert reports.loc["j1", "published_basis"] == "outside"
    assert reports.loc["paper", "text"] == ""


def test_parts_of_saved_pages_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for name in ("page_files/script.js", ".git/x.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    reports, rejects = _one(tmp_path, "a.txt", TEXT.encode())
    assert (len(reports), len(rejects)) == (1, 0)


def test_a_path_that_is_not_there_is_a_reject(tmp_path: Path) -> None:
    assert read_reports([tmp_path / "no.txt"], tmp_path).rejects.loc[0, "reason"] == (
        "no.txt is not there"
    )


def test_progress_counts_documents(tmp_path: Path) -> None:
    """Files, and the lines of JSONL."""
    write_all(tmp_path)
    (tmp_path / "more.jsonl").write_text('{"text": "One."}\n\n{"text": "Two."}\n' * 2)
    seen: list[tuple[int, int]] = []
    _read(tmp_path, progress=lambda done, of: seen.append((done, of)))
    total = seen[-1][1]
    assert total >= 8 + 6
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Talks\nBy News Desk - November 10 2021\n\nOn 7 November he left.", "2021-11-10"),
        ("Talks\nPublished: 15 Aug 2024\nUpdated: 16 Aug 2024", "2024-08-15"),
        ("Updated: 16 Aug 2024\nTalks", "2024-08-16"),
        ("15 August 2024\n\nTalks went on.", "2024-08-15"),
        ("BAGHDAD, Aug. 15, 2024 (Agency) - Talks went on.", "2024-08-15"),
        ("Talks\n2024-08-15 10:30\nText", "2024-08-15"),
        ("He was hit on 7 November 2021.", ""),
        ("Talks of 7 November 2021 failed, and so did those of May", ""),
        ("Talks\nBy News Desk - Friday\n", ""),
    ],
)
def test_the_day_a_text_carries_at_its_head(text: str, day: str) -> None:
    assert dateline(text) == day


def test_a_dateline_in_the_text_wins_over_the_files_own_day(tmp_path: Path) -> None:
    row = _one(tmp_path, "a.pdf", make_pdf(("Talks", "10 November 2021", *LINES[1:]))).reports.iloc[
        0
    ]
    assert (row["published"], row["published_basis"]) == ("2021-11-10", "text")


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_document(text)
    assert clean_document(once) == once
    assert not any(c in once for c in "\r\x00\ufeff\xad")
    once.encode("utf-8")


@given(st.binary(max_size=400), st.sampled_from(["html", "pdf", "docx", "msg", "mail", "text"]))
def test_any_bytes_are_text_or_a_reject(data: bytes, kind: str) -> None:
    from geotrack.documents import docx, html, mail, outlook, pdf, text
    from geotrack.errors import InputError

    readers = {
        "html": html.read_html, "pdf": pdf.read_pdf, "docx": docx.read_docx,
        "msg": outlook.read_msg, "mail": mail.read_mail, "text": text.read_text,
    }  # fmt: skip
    try:
        document = readers[kind](data, "a")
    except InputError as error:
        assert str(error).startswith("a ")
    else:
        assert isinstance(document.text, str)
