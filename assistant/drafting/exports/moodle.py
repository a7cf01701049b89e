"""Drafted items as a Moodle question bank (XML): essays with a grading guide, multiple choice with feedback.

Format: https://docs.moodle.org/en/Moodle_XML_format. The ids of our items are the ``idnumber`` of the questions.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from assistant.drafting.exports.sheets import TITLES, quoted_criteria, state
from assistant.drafting.items import Drafted, Item
from assistant.french import NBSP

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME = 90
_RESPONSE_LINES = 15


def to_moodle(drafted: Drafted) -> bytes:
    """The whole .xml file: one category, then one question an item."""
    from lxml import etree

    quiz = etree.Element("quiz")
    category = etree.SubElement(quiz, "question", type="category")
    _text(etree.SubElement(category, "category"), f"$course$/top/Acquis/{_one_level(drafted.certification)}/{TITLES[drafted.kind]}")
    for number, item in enumerate(drafted.items, start=1):
        _question(quiz, number, item)
    return bytes(etree.tostring(quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _question(quiz: _Element, number: int, item: Item) -> None:
    from lxml import etree

    question = etree.SubElement(quiz, "question", type="multichoice" if item.choices else "essay")
    _text(etree.SubElement(question, "name"), _name(number, item))
    _html(question, "questiontext", _paragraphs(item.text))
    _html(question, "generalfeedback", _list("Critères du référentiel", quoted_criteria(item)))
    _value(question, "defaultgrade", "1.0000000")
    _value(question, "penalty", "0.3333333" if item.choices else "0.0000000")
    _value(question, "hidden", "0")
    _value(question, "idnumber", item.id)
    _multiple(question, item) if item.choices else _essay(question, item)
    tags = etree.SubElement(question, "tags")
    for tag in (item.kind.value, *(f"C{number}" for number in item.competences), state(item)):
        _text(etree.SubElement(tags, "tag"), tag)


def _multiple(question: _Element, item: Item) -> None:
    from lxml import etree

    for tag, value in (("single", "true"), ("shuffleanswers", "true"), ("answernumbering", "abc")):
        _value(question, tag, value)
    for choice in item.choices:
        answer = etree.SubElement(question, "answer", fraction="100" if choice.correct else "0", format="html")
        _value(answer, "text", _escaped(choice.text))
        _html(answer, "feedback", _escaped(choice.feedback))


def _essay(question: _Element, item: Item) -> None:
    for tag, value in (
        ("responseformat", "editor"),
        ("responserequired", "1"),
        ("responsefieldlines", str(_RESPONSE_LINES)),
        ("attachments", "0"),
    ):
        _value(question, tag, value)
    guide = _list("À entendre ou à voir", item.expected)
    guide += _list("Relances", [probe.text for probe in item.probes])
    guide += _list("Critères du référentiel", quoted_criteria(item))
    _html(question, "graderinfo", guide)
    _html(question, "responsetemplate", "")


def _name(number: int, item: Item) -> str:
    line = " ".join(item.text.split())
    return f"{number:03} {line if len(line) <= _NAME else line[: _NAME - 1].rsplit(' ', 1)[0] + '…'}"


def _one_level(text: str) -> str:
    return text.replace("/", "//")  # a slash separates categories


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_escaped(line)}</p>" for line in text.split("\n") if line.strip())


def _list(title: str, lines: list[str] | tuple[str, ...]) -> str:
    if not lines:
        return ""
    return f"<p>{_escaped(title)}{NBSP}:</p><ul>{''.join(f'<li>{_escaped(line)}</li>' for line in lines)}</ul>"


def _escaped(text: str) -> str:
    return html.escape(_NOT_XML.sub("", text), quote=False)


def _html(parent: _Element, tag: str, content: str) -> None:
    from lxml import etree

    element = etree.SubElement(parent, tag, format="html")
    text = etree.SubElement(element, "text")
    text.text = etree.CDATA(content.replace("]]>", "]]&gt;")) if content else None


def _text(parent: _Element, content: str) -> None:
    _value(parent, "text", content)


def _value(parent: _Element, tag: str, content: str) -> None:
    from lxml import etree

    etree.SubElement(parent, tag).text = _NOT_XML.sub("", content)
