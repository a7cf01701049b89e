"""Personal data is hidden wherever it was found once."""

from __future__ import annotations

import pytest

from assistant.dossier.masking import Masker
from assistant.dossier.model import Dossier, Extract, Kind


def masked(text: str, *words: str) -> str:
    return Masker(Dossier("d.md", "md", (Extract(1, text, Kind.PROSE),)), words).text(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Écrire à jeanne.le-gall+vae@atelier-lune.fr.", "Écrire à [courriel]."),
        ("Tél. 06 12 34 56 78 ou +33 6.12.34.56.78", "Tél. [téléphone] ou [téléphone]"),
        ("0612345678", "[téléphone]"),
        ("J'ai compté 12 34 56 pièces en 2023.", "J'ai compté 12 34 56 pièces en 2023."),
        ("J'habite 12 bis rue des Lilas, 35000 Rennes.", "J'habite [adresse]."),
        ("Voir https://exemple.fr/moi", "Voir [lien]"),
        ("Sécu : 2 85 07 35 123 456 78", "Sécu : [numéro]"),
        ("Mme Le Goff et M. Durand-Petit dirigent.", "Mme [nom] et M. [nom] dirigent."),
        ("Je m'appelle Karim Bensaïd.", "Je m'appelle [nom]."),
        ("Je décharge avec Yoann, puis Yoann range.", "Je décharge avec [nom], puis [nom] range."),
        ("Candidate : Sandrine Thévenot. Thévenot a signé.", "Candidate : [nom]. [nom] a signé."),
        ("Je travaille chez Moldéo Injection. Moldéo Injection livre.", "Je travaille chez [entreprise]. [entreprise] livre."),
        ("La société Roussin & Fils a fermé.", "La société [entreprise] a fermé."),
        ("Le client est content. La norme ISO 9001 aussi.", "Le client est content. La norme ISO 9001 aussi."),
        ("Le cabinet médical du site ouvre le lundi.", "Le cabinet médical du site ouvre le lundi."),
    ],
)
def test_what_is_hidden(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_words_that_the_user_names_are_hidden_too() -> None:
    assert masked("La ligne Vulcain tourne à Oyonnax.", "Vulcain", "Oyonnax") == "La ligne [nom] tourne à [nom]."


def test_a_name_is_hidden_in_passages_where_nothing_announces_it() -> None:
    dossier = Dossier("d.md", "md", (Extract(1, "Mon tuteur, monsieur Vialle.", Kind.PROSE), Extract(2, "Vialle a relu.", Kind.PROSE)))
    assert Masker(dossier).text("Vialle a relu.") == "[nom] a relu."
