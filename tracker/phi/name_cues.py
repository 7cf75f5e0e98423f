"""The words and shapes that announce a name, or excuse one; `names.py` judges what they found."""

import re

from tracker.phi.context import RELATIVES
from tracker.phi.ward_words import ROLES
from tracker.wordlist import wordset

WORD = re.compile(r"[^\W\d_]{1,40}(?:['-][^\W\d_]{1,40}){0,3}")
GAP = re.compile(r"\.?[ \t]{1,3}")
# Endings that make an unknown word a word of medicine or of grammar.
ENDING = re.compile(
    r"(?:ing|tions?|sions?|ments?|ness|ity|itis|osis|emia|uria|pathy|ology|ologists?|ectomy|ostomy|otomy|"
    r"oscopy|graphy|grams?|plasty|"
    r"algia|penia|cytosis|[^el]ly|ful|less|able|ible|ative|ical|ional|mab|nib|pril|sartan|olol|statin|"
    r"cillin|azole|mycin|floxacin|"
    r"dipine|gliptin|gliflozin|xaban|parin|setron|oxetine|triptan|ism|ship|ware|wise|[^ae]ed|tide|genic|"
    r"trophy|megaly|rrhea|noea|pnea)$"
)
ALSO_GIVEN = wordset(
    "april august dawn grace hope faith joy rose mark bill frank art ivy jack robin june violet summer "
    "pearl chase grant drew dean ray "
    "rich rob sue pat gene guy earl dale crystal jewel hunter miles mason olive clay jay kay penny buck "
    "angel charity iris sandy will may "
    "christian jan ruby victor daisy sally"
)
MEDICAL_NOUNS = wordset(
    "disease syndrome sign palsy nodule node criteria score maneuver fracture lymphoma phenomenon triad "
    "contracture"
)
DEVICES_NAMED = (
    "mary joseph",
    "jackson pratt",
    "jackson-pratt",
    "stevens johnson",
    "stevens-johnson",
    "thomas test",
    "wilson disease",
)
PERSON_VERB = re.compile(
    r"[ ]?(?:[,.;:)'!?]|$|(?:said|says|was|is|has|had|called|asked|and|who|at|came|wants|lives)\b)"
)


TITLE = re.compile(
    r"(?<![\w'-])(?P<title>(?:mr|ms)\.? (?:and|&) (?:mrs|mr|ms)\b\.?|mr|mrs|mister|missus|mx|ms|miss|"
    r"master|senora|senorita|senor|sra|srta|"
    r"madame|mme|monsieur|signora|frau|herr|sr)(?P<dot>\.)?(?P<gap>[ \t]{1,3}|\n|(?<=\.))(?=[^\W\d_])",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?<!\w)(?:(?:(?:patient|pt|pts|her|his|their|mother|child|baby)(?:'?s)? ?(?:full |first |last |"
    r"legal |real )?name|nombre)"
    r"(?:[ \t]*[:=-]|[ \t]+(?:is|was))?|(?:^|(?<=\n)|(?<=[,;(]))[ \t]*(?:full |last |"
    r"first )?name[ \t]*[:=]|goes by(?: the name)?|"
    r"(?:likes|prefers|wants) to be called|whose name (?:is|was)|(?:"
    + RELATIVES
    + (
        r")(?:'s)? name is|by the name of|(?<!also )(?<!been )(?<!is )(?<!drug )(?<!was )named)"
        r"\s{1,2}[\"'(]?(?=[^\W\d_])"
    ),
    re.IGNORECASE,
)
CALLED = re.compile(
    r"\b(?:woman|man|lady|gentleman|girl|boy|guy|patient|pt|kid|child|grandmother|"
    r"grandfather) called (?=[A-Z])"
)
PATIENT_CUE = re.compile(
    r"(?<![\w'-])(?P<cue>patient|pt|pts|patients|client)\b(?P<link>:|,|[ ]?-|\.|[ ](?:is|was)(?= [A-Z])|"
    r"(?= \())?[ \t]{1,3}(?P<open>[\"'(])?(?=[^\W\d_])",
    re.IGNORECASE,
)
RELATIVE_CUE = re.compile(
    rf"(?<!\bmy )(?<!\bMy )(?<![\w'-])(?P<whose>(?:his|her|their|the|patient's|pt's|pts|"
    rf"a)[ ](?:\w{{3,8}}[ ])?)?(?P<kin>{RELATIVES}|friend)"
    r"(?:[- ]in[- ]law)?(?P<link>,|:|[ ]?\(|,? (?:is |was )?(?:named|called))?(?:[ \t]{1,3}|"
    r"(?<=\())(?:named )?(?=[^\W\d_])",
    re.IGNORECASE,
)
BABY_CUE = re.compile(
    r"(?<!\w)(?:baby|infant|newborn) (?:boy|girl)[ \t]{1,2}(?=[^\W\d_])|(?<!\w)(?:BB|BG)/(?=[A-Z])",
    re.IGNORECASE,
)
FAMILY_CUE = re.compile(r"\bthe ([A-Z][\w'-]{2,30}) (?:family|kids|sisters|brothers|twins)\b")
VERB_CUE = re.compile(
    r"\b(?:admitted|examined|discharged|intubated|extubated|consented|interviewed|rounded on|(?:history|"
    r"hx) (?:from|on|of)|operated on|"
    r"H&P on|checked on|follow(?:ed)? up with|called back|sutured|saw) (?=[^\W\d_])",
    re.IGNORECASE,
)
SEXED_AGE = r"\d{1,3} ?-?(?:y/?o|y\.o\.?|yrs?|years?|year-old|M|F|m|f|male|female)\b"
AGE_AFTER = re.compile(
    rf"(?<![\w'.-])([^\W\d_]{{2,30}})(?: ([A-Z])\.?)?(?:,? ([^\W\d_][^\W\d_'-]{{1,30}}))?(?:, ?| ?\(| - |"
    rf" is an? |, an? | )(?={SEXED_AGE})"
)
VERB_BEFORE = re.compile(
    r"(?:\b(?:to|not|n't|never|will|would|i|we|can|could|you|often|easily|may|might|did|and|always|do)\s)$",
    re.I,
)
STAFF_TITLES = wordset(
    "dr drs doctor prof professor nurse rn np md pa attending resident intern fellow pharmacist"
)
WORKPLACE = re.compile(
    r",? (?:who works )?(?:from|in|at|of) (?:the |our )?(?:\w+ )?(?:office|gme|hr|simulation|sim|education|"
    r"library|security|registrar|registration|"
    r"medical records|volunteer\w*|housekeeping|dietary|it|billing|front desk|admissions|program|"
    r"student affairs|occupational health|kitchen|cafeteria|"
    r"reception)\b",
    re.IGNORECASE,
)
NAMED_THING = re.compile(
    rf"(?:\b{ROLES}|\b(?:hospital|clinic|drug|sign|program|study|trial|app|tool|podcast|dog|cat|book|score|"
    rf"scale|test|site|system|student|observer|colleague|"
    r"teacher|tool|website|course|channel|syndrome|disease|method|team|unit|award|lecture|room|tower|"
    r"pavilion|friend of mine|doctor|guy in it))[ ]$",
    re.IGNORECASE,
)
MEASURED = re.compile(
    r"[ :=]{1,2}(?:of |was |is )?[<>~]?\d+(?:\.\d+)?(?! ?(?:yo|y/o|y\.o|yrs?|years?|[MFmf]\b))"
)
STAFF_BEFORE = re.compile(
    rf"(?:\b(?:dr|drs|prof|with|w/|by|per)|\b{ROLES})[.,:]? ?(?:[A-Z]\.? ?|[^\W\d_]{{2,20}} )?$",
    re.IGNORECASE,
)
ROLE_BEFORE = re.compile(
    rf"\b(?:{ROLES}|landlord|landlady|host|tutor)(?:,|:| is| was| named)? ?\(?$", re.IGNORECASE
)
CREDENTIAL_AFTER = re.compile(
    r",? ?\(?(?:PT|OT|RT|RD|DPT|SLP|CCC-SLP|RN|NP|PA|MD|DO|PhD|PharmD)\b\)?(?=[,.)]|$)"
)
ROLE_AFTER = re.compile(
    rf",? ?(?:\(|, ?|is |was )?(?:the|our|my) (?:\w+ )?{ROLES}\b|(?:,? ?\(|, ){ROLES}(?:\)|,|\.|$| (?:on|"
    rf"who|from|at the|in the|of)\b)",
    re.IGNORECASE,
)
