"""A file as the body of a request."""

from __future__ import annotations

from dataclasses import dataclass

from urllib3.filepost import encode_multipart_formdata


@dataclass(frozen=True)
class Content:
    """What is sent as it is, beside its type."""

    data: bytes
    media_type: str


def make_form_file(name: str, data: bytes, media_type: str, field: str = "file") -> Content:
    """Return a form with one file, as `multipart/form-data`.

    Args:
        name: of the file; letters of any script go as UTF-8.
        data: the file.
        media_type: of the file.
        field: its name in the form.
    """
    body, form_type = encode_multipart_formdata({field: (name, data, media_type)})
    return Content(body, form_type)
