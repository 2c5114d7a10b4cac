"""What a file is when no reader takes it: so that the error names the format and says what to save it as."""

from __future__ import annotations

import re

from extract.errors import Damaged, Encrypted, InputError, Unsupported

_WORD = "Open it in Word or LibreOffice and save it as .docx"
_SLIDES = "Open it in PowerPoint or LibreOffice and save it as .pptx"
_PDF = "Open it in its own program and save or print it as PDF"
_PAGE = "Open it in a browser and print it as PDF, or save it as plain text"
_PICTURE = "Put the picture into a PDF (most scanners and image viewers can print to one); its pages are then read by OCR"
_SHEET = "Save the sheet that holds the text as PDF, or copy it into a Word document"
_UNPACK = "Unpack it and give the files inside"
_REPORT = "Give the report itself, as PDF, Word (.docx), OpenDocument (.odt), slides (.pptx), Markdown or plain text"

# (where, bytes there, what it is, what to do)
_MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"{\\rtf", "a Rich Text document (.rtf)", _WORD),
    (0, b"\x89PNG", "a picture (PNG)", _PICTURE),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (0, b"GIF8", "a picture (GIF)", _PICTURE),
    (0, b"II*\0", "a picture (TIFF)", _PICTURE),
    (0, b"MM\0*", "a picture (TIFF)", _PICTURE),
    (0, b"BM", "a picture (BMP)", _PICTURE),
    (8, b"WEBP", "a picture (WebP)", _PICTURE),
    (4, b"ftyp", "a film or a picture of a phone (MP4, HEIC)", _PICTURE),
    (0, b"8BPS", "a Photoshop file", _PDF),
    (0, b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5\xbd\x31\xef\xe7\xfe\x74\xb7\x1d", "an InDesign file", _PDF),
    (0, b"\xffWPC", "a WordPerfect document", _WORD),
    (0, b"\x1f\x8b", "a gzip archive", _UNPACK),
    (0, b"BZh", "a bzip2 archive", _UNPACK),
    (0, b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!", "a RAR archive", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"\x7fELF", "a program", _REPORT),
    (0, b"MZ\x90", "a program", _REPORT),
    (0, b"\xcf\xfa\xed\xfe", "a program", _REPORT),
    (0, b"SQLite format 3\0", "a database", _REPORT),
    (0, b"OggS", "a sound", _REPORT),
    (0, b"ID3", "a sound", _REPORT),
    (0, b"%!PS", "a PostScript file", "Convert it to PDF (ps2pdf)"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "an old Word document (.doc)", _WORD),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", _SLIDES),
    ("Workbook", "an old Excel sheet (.xls)", _SHEET),
    ("Book", "an old Excel sheet (.xls)", _SHEET),
    ("__properties_version1.0", "an Outlook message (.msg)", "Save the message as text, or its attachment as a file"),
    ("Quill", "a Publisher file", _PDF),
)
_ZIP_PARTS = (
    (b"xl/workbook", "an Excel sheet (.xlsx)", _SHEET),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument sheet (.ods)", _SHEET),
    (b"mimetypeapplication/vnd.oasis.opendocument.presentation", "an OpenDocument presentation (.odp)", _SLIDES),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file of another kind", _PDF),
    (b"mimetypeapplication/epub", "an e-book (EPUB)", _PDF),
    (b"Index/Document.iwa", "an Apple Pages, Keynote or Numbers file", _PDF),
    (b"index.apxl", "an Apple Keynote file", _PDF),
    (b"visio/document", "a Visio drawing", _PDF),
)
_MARKUP = (
    (
        re.compile(rb"<\?mso-application progid=\"Word|<pkg:package|<w:wordDocument", re.I),
        "a Word document as one XML file (Flat OPC)",
        _WORD,
    ),
    (re.compile(rb"<\?mso-application progid=\"Excel|<office:document[ >]", re.I), "a flat XML office document", _WORD),
    (re.compile(rb"<!doctype html|<html[ >\r\n]|<head[ >]|<body[ >]", re.I), "a web page (HTML)", _PAGE),
    (re.compile(rb"^MIME-Version: |^From: .*\n(.*\n){0,20}Content-Type: multipart/related", re.I), "a saved web page (MHTML)", _PAGE),
    (re.compile(rb"<svg[ >]", re.I), "a drawing (SVG)", _PDF),
    (re.compile(rb"^\s*(\xef\xbb\xbf)?<\?xml\s|^\s*<!DOCTYPE", re.I), "an XML file", _REPORT),
    (re.compile(rb"^\s*\\documentclass", re.I | re.M), "a LaTeX source", "Give the PDF that LaTeX makes of it"),
)
_HEAD = 4096


def foreign(data: bytes) -> tuple[str, str] | None:
    """(what it is, what to save it as) when the bytes open like a known format that is not plain text; else None."""
    for at, magic, what, remedy in _MAGIC:
        if data[at : at + len(magic)] == magic and (magic != b"BM" or data[6:10] == b"\0\0\0\0"):
            return what, remedy
    if data[:8] == _OLE:
        return next(
            ((what, remedy) for name, what, remedy in _OLE_STREAMS if name.encode("utf-16-le") in data),
            ("an old Microsoft Office file", "Open it in its program or LibreOffice and save it in today's format"),
        )
    if data[:2] == b"PK" and data[2:4] in (b"\3\4", b"\5\6", b"\7\x08"):
        return next(((what, remedy) for part, what, remedy in _ZIP_PARTS if part in data), ("a ZIP archive", _UNPACK))
    head = data[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if opening[:1] in (b"<", b"\\") or opening[:5].lower() == b"mime-":
        return next(((what, remedy) for pattern, what, remedy in _MARKUP if pattern.search(opening)), None)
    return None


def refusal(data: bytes) -> InputError:
    """The error to raise for a file that no reader accepts."""
    if data[:8] == _OLE and "EncryptedPackage".encode("utf-16-le") in data:
        return Encrypted("The document is protected by a password")
    if data[:4] == b"PK\5\6":
        return Damaged("The file is an empty ZIP archive, with no document in it")
    if data[:4] == b"PK\3\4" and not _has_directory(data):
        return Damaged("The file is cut off or overwritten: it starts like an office document (ZIP), but its table of contents is missing")
    known = foreign(data)
    if known and data[:2] == b"PK" and b"[Content_Types].xml" in data and known[1] == _UNPACK:
        return Damaged("It is built like an office document (ZIP with [Content_Types].xml), but its main part is missing")
    if known:
        return Unsupported(f"This is {known[0]}, which is not read", remedy=known[1])
    return Unsupported("This is not a document: its bytes are neither text nor a known format")


def _has_directory(data: bytes) -> bool:
    import io
    import zipfile

    try:
        zipfile.ZipFile(io.BytesIO(data)).close()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False
    return True
