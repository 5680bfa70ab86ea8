"""Reads a contract from the bytes of a file, by the ending of its name."""

from __future__ import annotations

from dataclasses import replace

from plugin.drafting.documents.clauses import number_clauses
from plugin.drafting.documents.document import ContractDocument, UnreadableDocument

MAX_FILE_BYTES = 20 * 1024 * 1024
ENDINGS = (".docx", ".pdf", ".txt")


def read_document(name: str, content: bytes) -> ContractDocument:
    """Return the clauses and tables of a contract.

    Args:
        name: of the file; its ending tells the form.
        content: of the file.

    Raises:
        UnreadableDocument: the file gives no text; the sentence says why and what to do.
    """
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableDocument("the file has more than 20 MB; give the text without pictures")
    ending = name[name.rfind(".") :].casefold() if "." in name else ""
    pictures: tuple[int, ...] = ()
    match ending:
        case ".docx":
            from plugin.drafting.documents.docx_file import read_docx

            blocks = read_docx(content)
        case ".pdf":
            from plugin.drafting.documents.pdf_file import read_pdf

            text = read_pdf(content)
            blocks, pictures = text.blocks, text.picture_pages
        case ".txt":
            from plugin.drafting.documents.text_file import read_text_file

            blocks = read_text_file(content)
        case ".doc" | ".rtf" | ".odt" | ".pages":
            raise UnreadableDocument(
                f"files that end in {ending} are not read. Open it in Word or LibreOffice, and save it as "
                ".docx"
            )
        case ".png" | ".jpg" | ".jpeg" | ".tif" | ".tiff" | ".heic":
            raise UnreadableDocument(
                "this is a picture, and pictures are not read. Run a text recognition (OCR) over it, and "
                "give a .docx, or a .pdf with text"
            )
        case _:
            raise UnreadableDocument(
                f"files that end in {ending or 'nothing'} are not read. Give a .docx, a .pdf with text, or "
                "a .txt"
            )
    found = replace(number_clauses(blocks), picture_pages=pictures)
    if not found.blocks:
        raise UnreadableDocument("there is no text in this file")
    return found
