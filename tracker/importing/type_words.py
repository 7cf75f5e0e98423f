"""Words of the field for types of experience, settings and states of a plan (product.md, Imports)."""

from tracker.folding import fold

# word as people write it → "kind" or "kind:subtype"
KINDS = {
    fold(word): kind
    for kind, words in {
        "observership:shadowing": "shadowing|shadow|physician shadowing|job shadowing|obs shadowing",
        "observership": "observer|observing|obs|observation|clinical observership|us observership",
        "observership:structured": "structured observership|formal observership",
        "observership:remote": "tele-rotation|telerotation|virtual observership|tele-observership",
        "externship": "extern|hands-on|hands on|clerkship|clinical clerkship|core clerkship|core rotation|"
        "clinical rotation|hands-on rotation|preceptorship|usce hands-on",
        "externship:elective": "elective|clinical elective|visiting elective|vslo|vsas|elective rotation",
        "externship:sub_i": "sub-i|subi|sub i|sub-internship|subinternship|acting internship|ai|audition|"
        "audition rotation|away rotation",
        "research": "research fellow|research fellowship|research assistant|research position|postdoc|"
        "post-doc|research elective",
        "research:bench": "bench research|basic science|lab research|wet lab",
        "research:with_clinic": "clinical research|research with clinic",
        "volunteer": "volunteering|free clinic|community service|service|charity clinic",
    }.items()
    for word in words.split("|")
}
SETTINGS = {
    fold(word): setting
    for setting, words in {
        "inpatient": "ward|wards|hospital|in-patient|icu|ip",
        "outpatient": "clinic|office|ambulatory|out-patient|private practice|op",
        "mixed": "both|inpatient and outpatient|in- and outpatient|inpatient/outpatient|ip/op",
        "lab": "laboratory|bench",
        "remote": "online|virtual|tele|telehealth",
    }.items()
    for word in words.split("|")
}
STAGES = {
    fold(word): stage
    for stage, words in {
        "exploring": "idea|maybe|interested|to contact|looking",
        "applied": "pending|waiting|waitlist|waitlisted|submitted|in review",
        "confirmed": "accepted|done|completed|complete|finished|in progress|ongoing|current|scheduled|"
        "upcoming|planned|booked",
        "withdrawn": "cancelled|canceled|declined|rejected|dropped",
    }.items()
    for word in words.split("|")
}
_US = frozenset(["us", "usa", "u.s.", "u.s.a.", "united states", "united states of america", "america"])


def is_us_country(country: str) -> bool:
    """Whether a country column says the United States."""
    return fold(country) in _US
