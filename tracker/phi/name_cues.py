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
# Beside an age, where any word may stand, these too are words of medicine.
GRADED = re.compile(
    r"(?:'s)?[ ](?:pos\b|neg\b|positive\b|negative\b|\+|[IVX]{1,4}\b|\d(?!\d ?(?:yo|y/o|[MFmf]\b))|"
    r"[A-D]\b(?!\.))|'s (?:sign|score)"
)
NO_NAME_ENDING = re.compile(
    r"(?:omas?|ancy|ency|plegia|paresis|phasia|phagia|lysis|rrhage|cardia|tension|oid|ous|(?<!v)ic|[rnti]al|"
    r"ary|ive|esis|"
    r"[^u]ine|phrine|rosis|vir|asis|sepsis|icum|icus|ular|[bd]le|ist|ery|ure|age|ex|ax|opsy|ent|ant)$"
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
        r")(?:'s)? name(?: is|:)?|by the name of|"
        r"(?<!also )(?<!been )(?<!is )(?<!drug )(?<!was )"
        r"(?<!\bi )(?<!\bhe )(?<!\bshe )(?<!\bwe )named)"
        r"\s{1,2}[\"'(]?(?=[^\W\d_])"
    ),
    re.IGNORECASE,
)
CALLED = re.compile(
    r"\b(?:woman|man|lady|gentleman|girl|boy|guy|patient|pt|kid|child|grandmother|"
    r"grandfather) called (?=[A-Z])"
)
PATIENT_CUE = re.compile(
    r"(?<![\w'-])(?P<cue>patient|pt|pts|patients|client)\b(?P<link>:|,| ?=|[ ]?-|\.|[ ](?:is|was)(?= [A-Z])|"
    r"(?= \())?[ \t]{1,3}(?P<open>[\"'(])?(?=[^\W\d_])",
    re.IGNORECASE,
)
RELATIVE_CUE = re.compile(
    rf"(?<!\bmy )(?<!\bMy )(?:(?<![\w'-])|(?<=\bex-))(?P<whose>(?:his|her|their|the|patient's|pt's|pts|"
    rf"a)[ ](?:\w{{3,8}}[ ])?)?(?P<kin>(?:great[- ])?(?:{RELATIVES})|friend|(?<=his )gf|(?<=her )bf)"
    r"(?:[- ]in[- ]law)?(?:/[A-Z]{2,5})?(?P<link>,|:| ?=|[ ]?\(|,? (?:is |was )?(?:named|"
    r"called))?(?:[ \t]{1,3}|"
    r"(?<=\())(?:named )?(?=[^\W\d_])",
    re.IGNORECASE,
)
# "kids Mateo and Rosa", "HCP: Rosa (wife)", "surname Ortega": here only what is known as a name counts.
LISTED_CUE = re.compile(
    r"(?<!my )(?<![\w'-])(?:(?:his|her|their|the) )?(?:kids|children|sons|daughters|parents|brothers|"
    r"sisters|siblings|hcp|poa|nok|"
    r"next of kin|emergency contact|surrogate|(?:sur|first |last |family |given |maiden )name|young master)"
    r"(?:,|:| is| ?=)? {1,2}(?=[A-Z])",
    re.IGNORECASE,
)
# "Rosa, his wife, signed", "Rosa (wife)"
KIN_BEHIND = re.compile(
    r"(?<![\w.'-])(?P<name>(?-i:[A-Z][a-z]+(?: [A-Z][a-z]+)?))(?:,? (?:his|her|their|pt's|patient's|the) |"
    r"(?P<bracket> ?\())"
    rf"(?:{RELATIVES})\b(?! of)(?(bracket)[,)]|)",
    re.IGNORECASE,
)
# "brother of the pt, Rajan, …"
KIN_OF_PATIENT = re.compile(
    rf"(?<!\w)(?:{RELATIVES}|friend|proxy|poa)s? of (?:the |this |that |our |my |a )?(?:patient|"
    rf"pt)(?P<link>,|:|[ ]?\(| is| was)?"
    r"[ ]{0,2}(?:named |called )?(?=[A-Z])",
    re.IGNORECASE,
)
BABY_CUE = re.compile(
    r"(?<!\w)(?:baby|infant|newborn|twin) (?:boy|girl|of|a|b)[ \t]{1,2}(?=[^\W\d_])|(?<!\w)(?:baby|"
    r"twin) (?-i:(?=[A-Z][a-z]))|(?<!\w)(?:BB|BG)/(?=[A-Z])",
    re.IGNORECASE,
)
FAMILY_CUE = re.compile(r"\bthe ([A-Z][\w'-]{2,30}) (?:family|children|kids|sisters|brothers|twins)\b")
VERB_CUE = re.compile(
    r"\b(?:admitted|examined|discharged|intubated|extubated|consented|interviewed|rounded on|(?:history|"
    r"hx) (?:from|on|of)|operated on|"
    r"H&P on|checked on|follow(?:ed)? up with|called back|sutured|saw) (?=[^\W\d_])",
    re.IGNORECASE,
)
VERB_BEFORE = re.compile(
    r"(?:\b(?:to|not|n't|never|will|would|i|we|can|could|you|often|easily|may|might|did|and|always|do)\s)$",
    re.I,
)
STAFF_TITLES = wordset(
    "fellow dr drs doctor prof professor nurse rn np md pa attending resident intern fellow pharmacist"
)
WORKPLACE = re.compile(
    r",? (?:who works )?(?:from|in|at|of) (?:the |our )?(?:\w+ )?(?:office|gme|hr|simulation|sim|education|"
    r"library|security|registrar|registration|"
    r"medical records|volunteer\w*|housekeeping|dietary|it|billing|front desk|admissions|program|"
    r"student affairs|(?:occupational|student|employee|occ) health|kitchen|cafeteria|pharmacy|environmental|"
    r"evs|case m\w+|"
    r"ecfmg|intealth|nbme|amopportunities|rotation company|agency|embassy|consulate|company|desk|"
    r"social work|parking|badg\w+|"
    r"reception)\b|,? from (?:the |our )?(?:lab|radiology|transport\w*)(?=$|[,.;)\n])",
    re.IGNORECASE,
)
NAMED_THING = re.compile(
    rf"(?:\b{ROLES}|\b(?:hospital|clinic|drug|sign|program|study|trial|app|tool|podcast|dog|cat|book|score|"
    rf"scale|test|site|system|student|observer|colleague|"
    r"teacher|tool|website|course|channel|syndrome|disease|method|team|unit|award|lecture|room|tower|"
    r"pavilion|friend of mine|doctor|guy in it))[ ]$",
    re.IGNORECASE,
)
# "AAOx", "PRNs", "HbA", "LVEFs": capitals in a row, or at the end, are no name.
NO_NAME_SHAPE = re.compile(r"[A-Z]{2,}[a-z]|[A-Z]?[a-z]{1,3}[A-Z]{1,3}$|[a-z]{1,3}[A-Z]{2}")
PHONE_BEHIND = re.compile(r"[ :,(]{1,3}\+?1?[ .-]?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4}")
MEASURED = re.compile(
    r"[ :=]{1,2}(?:of |was |is )?[<>~]?\d+(?:\.\d+)?(?! ?(?:yo|y/o|y\.o|yrs?|years?|[MFmf]\b))"
)
STAFF_BEFORE = re.compile(
    rf"(?:\b(?:dr|drs|prof|with|w/|by|per|pgy-?\d|friend|(?:co-?)?rotator|colleague|classmate|roommate|"
    rf"flatmate|cousin|thanks|fellow)|\b{ROLES})[.,:]? ?(?:[A-Z]\.? ?|[^\W\d_]{{2,20}} )?$",
    re.IGNORECASE,
)
# Behind a name without a comma only what nobody but staff is: "Ms Patterson charge RN".
ROLE_DIRECT = re.compile(
    r"[ ,]{1,2}(?:\((?=\w{1,20}\)))?(?:is |was |works as |= )?(?:the |our |my )?(?:(?:charge|head|icu|ed|er|"
    r"or|unit|ward|dept|"
    r"department|clinic|office|echo|scrub|cath|"
    r"ct|mri|x-?ray|xray|ekg|lab|surgical|us|ultrasound|radiology|front desk|case|social|program|residency|"
    r"clerkship|gme|medical|pre-?op|float|night|evening|day|triage|hd|dialysis|infusion|dept\.?|security|it|"
    r"stroke|transplant|wound|"
    r"diabetes) )*"
    r"(?:rns?|lpn|cna|np|pa-c|crna|aprn|lcsw|msw|pharmd|rd|dpt|slp|cm|ma|evs|huc|sw|hr|gme|clerk|"
    r"tech(?:nician|nologist)?|"
    r"nurse practitioner|physician assistant|medical assistant|secretary|receptionist|coordinator|manager|"
    r"mgr|coord|phlebotom(?:y|ist)|sonographer|pharmacist|"
    r"dietitian|chaplain|"
    r"housekeep(?:ing|er)|front desk|therapist|educator|supervisor|worker|social work|case mgmt|sitter|"
    r"security|transport|"
    r"it guy|(?:student|occ|employee|occupational) health|registrar|scheduler|librarian|"
    r"volunteer(?: coordinator)?|administrator|director)"
    r"(?=$|[,.;)\n]| (?:on|in (?:the|our|fm|im)|at the|from|who|for (?:the|im|fm|gme|our|program)|she|he|"
    r"gave|gives|knows|taught|"
    r"showed|shows|let|lets|told me|helped|explained|runs|will|downstairs|upstairs|there|here|fixed|printed|"
    r"prints|"
    r"got)\b)",
    re.IGNORECASE,
)
ROLE_BEFORE = re.compile(
    rf"\b(?:{ROLES}|landlord|landlady|host|tutor|(?:case )?mgr|cm|sw|huc|ma|sitter|officer|driver|boss|"
    rf"teacher|clerk)(?:,|:| is| was| named)? ?\(?$",
    re.IGNORECASE,
)
CREDENTIAL_AFTER = re.compile(
    r",? ?\(?(?:PT|OT|RT|RD|DPT|SLP|CCC-SLP|RN|NP|PA|MD|DO|PhD|PharmD)\b\)?(?=[,.)]|$)"
)
ROLE_AFTER = re.compile(
    rf",? ?(?:\(|, ?|is |was )?(?:the|our|my) (?:\w+ )?{ROLES}\b|(?:,? ?\(|, ){ROLES}(?:\)|,|\.|$| (?:on|"
    rf"who|from|at the|in the|of)\b)",
    re.IGNORECASE,
)
# Patients of plaster and of paper.
SIMULATED = re.compile(
    r"\b(?:sim|simulat\w+|osces?|mannequin|manikin|standardi[sz]ed|uworld|amboss|nbme|first aid|q ?bank|"
    r"actor|actress|textbook|"
    r"mock|vignette)\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
OWN_KIN = re.compile(
    r",? (?:is |was )?(?:my|our) (?:uncle|aunt|host|landlord|landlady|neighbou?r|teacher|friend|cousin|"
    r"father|mother|boss)\b|"
    r" from my (?:masjid|mosque|church|temple|village|country|school)\b| taught (?:\w+ ){1,3}at my\b",
    re.IGNORECASE,
)
# What is spoken of with an office: the person named is one who works there.
OFFICE = re.compile(
    r"\b(?:gme|ext\.? ?\d+|extension|pager|(?:my|your|our|the|a|for|get|return|print|new|id) badge|"
    r"badge (?:office|photo|access|number|"
    r"from|back|desk)|parking (?:pass|permit)|meal (?:card|pass|voucher)|orientation (?:packet|day|week|"
    r"session|on|at|for)|onboarding|titers|immuni[sz]ation "
    r"(?:records?|form)|vaccine records?|observership|externship|elective application|start date|my (?:cv|"
    r"application|forms?|"
    r"evaluation|schedule|visa|documents?|contract|paperwork|titers|immuni[sz]ation|locker|access|rotation|"
    r"badge)|evaluation form|"
    r"epic (?:access|login)|runs (?:the|our) (?:clinic|office|unit|ward|desk|program)|ecfmg|coordinator|"
    r"credentialing|"
    r"malpractice|scrubs? (?:access|machine)|locker|my id card|rotation (?:schedule|company|fee)|"
    r"find attached|"
    r"letter of (?:recommendation|good standing)|apply(?:ing)? for|residency program|hr office|"
    r"human resources)\b",
    re.IGNORECASE,
)
CLINICAL = re.compile(
    r"\b(?:patients?|pts?|admit\w*|yo|y/o|mrn|dob|bed|labs?|biops\w+|diagnos\w+|surgery|pain|meds?|dose|"
    r"treat\w*|symptom\w*|"
    r"discharge\w*|hospitali\w+|mg|blood|scan|ct|mri|cancer|family|daughter|son|wife|husband|consent\w*|"
    r"appointment|\d{1,3} ?[MF])\b",
    re.IGNORECASE,
)
