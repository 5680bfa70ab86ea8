"""What an event came to, in one word for the log, the delivery and the metrics."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    """The outcome of an event in a word. Stored with deliveries: never rename a value."""

    NOTHING = "nothing"
    """Nothing to do, on purpose."""

    # Issues
    NOT_GOVERNED = "not_governed"
    OWN = "own"
    JUDGED = "judged"
    DELETED = "deleted"
    DECIDED_STAYS = "decided_stays"
    CLIENT_EDIT_HELD = "client_edit_held"
    """The client's side edited an open change; its verdict stands."""
    LABEL_RESTORED = "label_restored"
    BEGUN_UNDECIDED = "begun_undecided"
    GATE_CLOSED = "gate_closed"
    DUE_DRIFT = "due_drift"

    # Comments and commands
    NO_COMMAND = "no_command"
    HEARD_BEFORE = "heard_before"
    COMMENT_GONE = "comment_gone"
    COMMENT_RESTORED = "comment_restored"
    ASKED = "asked"
    """An answer that decides nothing by itself was met with a question."""
    ASKED_BEFORE = "asked_before"
    EDITED_BY_ANOTHER = "edited_by_another"
    ANOTHER_PERSON = "another_person"
    NO_AUTHORITY = "no_authority"
    HINT = "hint"
    WHY = "why"
    HELP = "help"
    SCOPE = "scope"
    BONUS = "bonus"
    ESTIMATE = "estimate"
    FEE = "fee"
    PUBLISH = "publish"
    FORECAST = "forecast"
    RESET = "reset"
    HANDED_OVER = "handed_over"
    REVIEW_REMINDED = "review_reminded"
    SECOND_NOTICE = "second_notice"
    NOTICE_NOT_DELIVERED = "notice_not_delivered"
    NOT_TAKEN_BACK = "not_taken_back"

    # Offers
    DECIDED = "decided"
    ALREADY_DECIDED = "already_decided"
    CHOICE_KEPT = "choice_kept"
    """The contract needs the word of somebody else, too."""
    FIGURES_CHANGED = "figures_changed"
    UNKNOWN_NUMBER = "unknown_number"
    SEVERAL = "several"
    AWAITS_ESTIMATE = "awaits_estimate"
    DRAFT = "draft"
    NO_OFFER = "no_offer"
    OFFER_REMINDED = "offer_reminded"
    NOTHING_OPEN = "nothing_open"

    # Waits
    ASKED_FOR = "asked_for"
    PROMISED = "promised"
    ANSWERED = "answered"
    GOT = "got"
    GOT_PART = "got_part"
    WAIT_MOVED = "wait_moved"
    WAIT_CANCELLED = "wait_cancelled"
    REMINDERS_SWITCHED = "reminders_switched"

    # The timeline
    LOGGED = "logged"
    LOG_CONFIRMED = "log_confirmed"

    # Stages
    NOT_A_STAGE = "not_a_stage"
    SHOWN = "shown"
    STAGE_SHOWN = "stage_shown"
    TICKED = "ticked"
    PRELIMINARY = "preliminary"
    ALREADY_SIGNED = "already_signed"
    SIGNATURE_COUNTED = "signature_counted"
    STILL_REFUSED = "still_refused"
    SIGN_OFF_WAITS = "sign_off_waits"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_REMARKS = "accepted_with_remarks"
    ACCEPTED_BY_SILENCE = "accepted_by_silence"
    REMARKED = "remarked"
    REFUSED = "refused"
    OLDER_WORDS = "older_words"
    OLDER_VERSION = "older_version"
    CONTENT_CHANGED = "content_changed"
    SIGN_OFF_OUTDATED = "sign_off_outdated"
    SIGN_OFF_HOLDS_AGAIN = "sign_off_holds_again"
    KICK_OFF_SHOWN = "kick_off_shown"
    KICK_OFF_AGREED = "kick_off_agreed"
    ALREADY_AGREED = "already_agreed"
    AWAY = "away"
    DEPUTY_NAMED = "deputy_named"
    DEPUTY_ENDED = "deputy_ended"
    DEPUTY_NOT_NAMED = "deputy_not_named"

    # Reconciling; the values of its first release stay
    RECOVERED = "healed"
    """Reconciling found something that no webhook had reported."""
    KNOWN = "known"
    GONE_MEANWHILE = "gone_meanwhile"
