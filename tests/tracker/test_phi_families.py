"""The guard by families: every label with every joint and every form of number, in both directions.

A line caught is an anecdote; here the axes are written down once and crossed. Beside each family of
identifiers stands the family of harmless lines that looks like it.
"""

from itertools import permutations, product

import pytest

from tracker.phi import find, rewrite


def kinds(text: str) -> set[str]:
    return {finding.kind.value for finding in find(text)}


def lacking(kind: str, lines: list[str]) -> list[str]:
    """The lines in which this kind is not found, or whose offered text still holds something."""
    return [line for line in lines if kind not in kinds(line) or find(rewrite(line, find(line)))]


def rows(block: str) -> list[str]:
    """The cells of a block, set apart by bars and line ends."""
    return [cell for line in block.strip().splitlines() for cell in line.strip().split("|")]


def stopped(lines: list[str]) -> list[tuple[str, str]]:
    return [(line, finding.words) for line in lines for finding in find(line)]


RECORD_LABELS = rows(
    """
    MRN|mrn|Mrn|M.R.N.|EMRN|MR#|MR no.|M.R. No.|MR number|med rec|med rec no|Med Rec #|med record
    med. record no.|medical record|medical rec. no.|medical record number|Medical Record #|chart
    chart #|chart no|Chart no.|chart id|acct|Acct.|acct #|acct no.|account|account number|a/c no
    hosp #|hosp no|hosp record #|hospital number|hospital ID|pt id|Pt ID#|patient id
    patient identifier|patient no.|visit no|visit #|visit ID|encounter|encounter #|encounter no
    encounter ID|enc #|Visit/encounter no|CSN|CSN#|csn no|FIN #|FIN number|HAR no|EMPI #|case no
    case #|case number|accession|accession #|accession number|acc #|specimen no|specimen #|path #
    lab no|registration no|reg no.|admission no|adm #|episode no|IP no|OPD number|UHID|NHS number
    folder number|file no|file #|record no|record #|rec no|EMR #|EHR id|epic #|unit number|client no
    health card no|epic mrn|pt's account no|OSH MRN|mrn/acct|patient's chart number
    """
)
_JOINTS = " |: |:| : |#| # |=| = | - | is |, |\t| \u2192 | -> | (| [|; |... | is: |: #| no: "
JOINTS = [*_JOINTS.split("|"), " | ", "\n"]
NUMBERS = rows(
    """
    4471982|00938271|20-44-871|55-12-09|88213-04|E1048829|H0072391|9 021 334|0091-22874|AB449120
    118200467|e7712093|482 913|1182-993|00 48 29 13|7730-1148-2|TX-558201|448-19-20X|20240088713
    12.34.56|0048_2913|S24-10482
    """
)


@pytest.mark.parametrize("label", RECORD_LABELS)
def test_a_record_label_is_known_with_every_joint_and_every_number(label):
    lines = [f"saw her, {label}{joint}4471982, K 3.1" for joint in JOINTS]
    lines += [f"{label} {number} renal bx on Friday" for number in NUMBERS]
    assert lacking("record_number", lines) == []


@pytest.mark.parametrize("joint", JOINTS)
def test_every_joint_carries_every_number(joint):
    lines = [
        f"{label}{joint}{number} K 6" for label, number in product(("MRN", "chart no", "acct #"), NUMBERS)
    ]
    assert lacking("record_number", lines) == []


@pytest.mark.parametrize(
    "line",
    rows(
        """
        5581204 (MRN)|5581204 is the mrn|#5581204 mrn|look up 5581204 (her MRN)|mrn5581204
        mrn **8841 dka|MRN ending 8841|MRN for the lady in the hallway: 5581204
        her MRN (which I should not write) is 5581204|MRN is on the sheet: 5581204
        DOB/MRN: 3/14/52, 5581204|his record (5581204) shows HTN|in chart 5581204 you find the echo
        """
    ),
)
def test_a_record_number_is_known_wherever_its_label_stands(line):
    assert lacking("record_number", [line]) == []


COUNTED = rows(
    """
    chart|charts|record|medical records|med rec|visit|visits|encounter|case|cases|account|patient|pt
    unit|file
    """
)
FEW = rows(
    """
    12 today|3 of 5|in 45 min|from 2015 to 2019|of 22 drugs|2024|for 30 %|no 3 was the best
    # 2 of the day
    """
)


@pytest.mark.parametrize("word", COUNTED)
def test_the_same_words_with_a_count_or_a_year_are_fine(word):
    assert stopped([f"{word} {few}" for few in FEW]) == []


def test_numbers_that_are_the_trainees_or_the_publics_are_fine():
    labels = rows(
        """
        AAMC ID|ECFMG ID|ECFMG no.|USMLE ID|NPI|NPI no|PMID|student ID|interpreter ID|Interpreter #
        employee ID|badge no|conf #|confirmation no|booking ref|USCIS receipt number|SEVIS ID
        OET candidate number|tracking number|IRB #|grant no|meeting id|my passport no|NBME ID|token
        """
    )
    lines = [
        f"{label}{joint}15203847 for the form" for label, joint in product(labels, (" ", ": ", " # ", " is "))
    ]
    assert stopped(lines) == []
    codes = rows(
        """
        visit 99213 vs 99214|new visit 99204|encounter 99223 is the admit code|CPT 99214, ICD I50.23
        case log: 24 cases
        """
    )
    assert stopped(codes) == []


INSURANCE = rows(
    """
    Medicare|Medicare number|MBI|medicaid #|Medicaid ID|member ID|member #|policy no.|policy number
    group no|insurance id|subscriber id|BCBS|Aetna|plan ID|claim #|prior auth no.
    """
)


@pytest.mark.parametrize("label", INSURANCE)
def test_insurance_numbers_by_label(label):
    assert (
        lacking("insurance", [f"{label}{joint}88412093 for the form" for joint in (" ", ": ", " # ")]) == []
    )


@pytest.mark.parametrize(
    "label", ["SSN", "ssn:", "soc sec #", "social security no", "SS#", "s.s.n.", "ssn is", "itin"]
)
def test_social_security_numbers_by_label(label):
    forms = ("412-55-0198", "412 55 0198", "412550198", "xxx-xx-0198")
    assert lacking("ssn", [f"{label} {form} on the sheet" for form in forms]) == []


DATES = rows(
    """
    3/14|03/14|3/14/24|03/14/2024|3-14-24|2024-03-14|2024/03/14|14.03.2024|March 14|Mar 14|Mar. 14th
    14 March|14th of March|the 14th of March|Mar 14, 2024|14-Mar-2024|07-Aug-24|MARCH 14|Mar14
    sept 30th 2023|Thurs 3/14
    """
)
HAPPENED = rows(
    """
    pt admitted {} w DKA|admitted on {} with CHF|pt seen {} in clinic|I saw the patient on {}
    examined the pt on {}|58F operated on {} for appy|pt was discharged {}
    My patient was discharged on {}|pt dc {} to SNF|pt died {}|pt expired on {}|baby born {} by CS
    DOB {}|dob: {}|d.o.b. {}|date of birth {}|admit date: {}|adm {} d/c soon|date of surgery {}
    pt had cabg on {}|s/p cabg on {}|underwent TKA on {}|intubated on {}|pt transferred to us {}
    pt delivered {}|pt came in on {}|pt last seen {}|LMP {}|EDD {}|On {}, the patient was discharged
    readmitted {}|72M seen {} w CP
    """
)
OWN_DATES = rows(
    """
    my rotation starts {}|exam on {}|Step 3 on {}|interview with a program {}|flight to Houston {}
    noon conference {}|visa appointment {}|ERAS opens {}|my last day is {}|shelf {} at 1 pm
    I present at journal club {}|letter due {}|call schedule {} Dr. Hsu|I was seen by occ health {}
    my PPD was read {}|embassy interview {}
    """
)


@pytest.mark.parametrize("sentence", HAPPENED)
def test_what_happened_to_a_patient_is_dated_in_no_form(sentence):
    assert lacking("date", [sentence.format(date) for date in DATES]) == []


@pytest.mark.parametrize("sentence", OWN_DATES)
def test_the_trainees_own_dates_are_fine_in_every_form(sentence):
    assert stopped([sentence.format(date) for date in DATES]) == []


def test_fractions_and_scores_beside_a_patient_are_no_dates():
    lines = rows(
        """
        pt admitted 2/2 sepsis|AKI 2/2 ATN in pt with CHF|pt intubated 2/2 hypoxia
        pain 9/10 pt admitted|GCS 14/15 pt intubated|CTP 10/15 pt admitted
        score 3/5 patient discharged|PHQ 12/27 pt discharged|pt strength 4/5 RUE|pt has 3/6 murmur
        blood cx 2/4 pt admitted|admitted 3/4 bottles positive|pt on 1/2 NS
        apgars 8/9 baby born via CS|12/20 patients were admitted|dc 6/7 meds|pt drinks 6-12 beers
        baby born at 36 2/7
        """
    )
    assert stopped(lines) == []


PHONES = rows(
    """
    (713) 555-0162|713-555-0162|713.555.0162|713 555 0162|+1 713 555 0162|1-713-555-0162
    (713)555-0162|713/555-0162|713-5550162|713 - 555 - 0162|+44 20 7946 0958
    """
)


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_is_a_patients_or_the_workplaces_by_its_sentence(phone):
    theirs = rows(
        """
        pt cell {}|call the daughter at {}|wife Sunita {} wants news|pts number is {}|pt no. {}
        her home ph {}|{}
        """
    )
    ours = rows(
        """
        clinic front desk {}|pager of the fellow {}|hospital number {} for late calls
        clinic # {} if late|my cell is {}
        """
    )
    assert lacking("phone", [line.format(phone) for line in theirs]) == []
    assert stopped([line.format(phone) for line in ours]) == []


AGES = rows(
    """
    94 yo|94yo|94 y/o|94 y.o.|94 y o|94-year-old|94 year old|94 years old|94yoF|94F|94M|94 M|94/F
    94 y F|94 female|ninety-four year old|101 y/o|F/94
    """
)
AROUND_AGE = rows(
    """
    {} with CHF|saw {} on rounds|Mrs Esposito {} TAVR eval|pt {} dementia|new consult: {}, delirium
    ({}) hip fx
    """
)


@pytest.mark.parametrize("age", AGES)
def test_an_age_over_89_is_found_in_every_form(age):
    assert lacking("age", [sentence.format(age) for sentence in AROUND_AGE]) == []
    younger = age.replace("94", "84").replace("101", "81").replace("ninety", "eighty")
    assert "age" not in {kind for sentence in AROUND_AGE for kind in kinds(sentence.format(younger))}


def test_what_else_has_such_a_number_is_no_age():
    lines = rows(
        """
        weather 101 F in houston|heat index 105 F so I took the bus|T 98 F HR 99
        Tmax 101.4F overnight, 99 F now|spiked 102F overnight|pt had 102F fever
        OR was cold, 60 F, and outside 98 F|95 F today in El Paso|temp to 103 F
        100 F is not a fever in adults|10 F pigtail, 16 Fr Foley|SpO2 94, HR 101|99th percentile
        POD 93|day 100 post BMT|95% CI 0.9-1.1|95 % sat on RA|HD 94 still on vent|weight 93 kg
        wt 101 lb|MAP 93|glucose 94 fasting|95 patients|Cohort: 98 M, 102 F, mean age 61
        study of 97 M and 103 F with RA|98 M out of 120|90 minutes door to balloon
        the hospital is 100 years old|in her 90s|adults 90 or older|score 95 on the quiz
        Dr Hill has 30 years of experience
        """
    )
    assert stopped(lines) == []


LETTERS = rows(
    """
    S.P.|S. P.|S.P|R.T.|J.K.|M.A.K.|E.D.|D.O.
    """
)
AROUND_LETTERS = rows(
    """
    {}, 44F, lupus|{} 44F lupus|{} (44F) lupus|{}, 44 y/o, lupus|{}, a 44-year-old with lupus
    {} is a 44 y/o woman|{} (age 44) with lupus|{}, age 44, lupus|44F, {}, lupus|44 y/o F, {}, lupus
    44yo F ({}) lupus|44 yo woman, {}, lupus|patient {} has lupus|pt {} went home
    patient ({}) went home|Patient: {}|1) {} 44F lupus|case: {}, 44F|{}/44F/lupus
    {} 6 wk old with fever|baby {} is feeding
    """
)


@pytest.mark.parametrize("letters", LETTERS)
def test_initials_are_known_beside_every_form_of_age_and_behind_patient(letters):
    lines = [sentence.format(letters) for sentence in AROUND_LETTERS]
    assert lacking("initials", lines) == []


ABBREVIATED = rows(
    """
    AWV|HDS|AAO|RRR|VSS|FWD|UOP|DNR|NPO|CTAB|NAD|OOB|BIBA|LWBS|EGD|TTE|ABG|MRI|CXR|PRN|BMP|CBC|TSH
    LFT|UDS|CIWA|PHQ|GCS|NST|NSVD|PPROM|TOLAC|IUFD|RPR|TLSO|MGUS|SBT|HFNC|TPN|VRE|SAH|DVT|PE|AF|HD
    PD|IV|PO|OT|GI|ID|SW
    """
)


@pytest.mark.parametrize("word", ABBREVIATED)
def test_abbreviations_behind_patient_are_no_initials(word):
    after = rows(
        """
        {}|{} done|{} 3|{} neg|{} today, will follow
        """
    )
    assert stopped([f"pt {line.format(word)}" for line in after]) == []
    assert stopped([f"72M {word} on rounds", f"14 pts {word} x3"]) == []


NAMES = rows(
    """
    Kowalski|Rosa Ortega|Zbigniew Wojcik|O'Brien|Thibodeaux|Adeyinka-Cole|Oyelaran
    """
)
TITLED = rows(
    """
    Mr {} refused HD|mrs {} cried|Ms. {} called|Miss {} G1P0 here|Mr. {}, 72, CHF|Ms {} SLE class IV
    Mrs {} TAVR eval|Mr {} RN called about K|Ms {} SW consult placed|Mr {} HR 88 BP 90/60
    Mr {} social work consult|Mr {} is a retired nurse|Chart no 40291 Ms {} SLE
    """
)


@pytest.mark.parametrize("name", NAMES)
def test_a_title_names_a_patient(name):
    assert lacking("name", [sentence.format(name) for sentence in TITLED]) == []


STAFF = rows(
    """
    Ms {} unit clerk on 5S|Ms {} charge RN|Mr {} echo tech|Mr. {}, our coordinator
    Mrs {} dept secretary|Ms. {} LCSW|Ms {} from billing|Ms {} in HR|Ms. {} (CM)|Ms {} GME
    coordinator Ms {}|charge nurse Mrs {}|case mgr Ms {}|my landlord Mr {} wants rent
    Dear Ms. {}, my immunization records are attached|Ms {} will print my badge
    GME office, ask for Ms {} 8-4, she gives the meal card|Mr {} the security guard
    osce: Mr. {} with chest pain|Mr. {} from transport|Ms {} at student health|Dr {} let me close
    RN {} taught me IVs|thanks to Dr. {}
    """
)


@pytest.mark.parametrize("sentence", STAFF)
def test_staff_by_role_place_or_errand_may_be_named(sentence):
    assert stopped([sentence.format(name) for name in ("Delgado", "Whitfield", "Okafor", "Liu")]) == []


KIN = rows(
    """
    wife|husband|son|daughter|mother|mom|dad|sister|brother|niece|grandson|partner
    """
)
RELATED = rows(
    """
    her {} {} is POA|his {} {} signed|pt's {}, {}, is here|{} of the pt, {}, is a match
    the {} of the patient, {}, called|her {} ({}) helped|pt's {} {} 216-555-0144
    his {} named {} came|their {}: {}, at bedside
    """
)


@pytest.mark.parametrize("kin", KIN)
def test_a_named_relative_is_found_wherever_the_name_stands(kin):
    lines = [sentence.format(kin, name) for sentence, name in product(RELATED, ("Rosa", "Ilse", "Consolata"))]
    assert lacking("name", lines) == []
    fine = rows(
        """
        her {} asked twice|his {} is a nurse|pt's {} at bedside, DNR|{} of the pt, who is a nurse
        my {} called me
        """
    )
    assert stopped([sentence.format(kin) for sentence in fine]) == []


FULL_NAMES = rows(
    """
    Rosa Ortega|Terrence Oduya|Zbigniew Wojcik|Aarav Kulkarni|Folasade Adeyinka|Vincent Okoro
    Anneliese Vogt
    """
)
WITH_AGE = rows(
    """
        {}, 47M, CHF|{} (47M)|{} 47 yo M with CHF|{}, a 47-year-old|47 yo male {} w hiccups
        47M {} with CHF|47F, {}, CHF|a 47 year old woman, {}, came in|(47F) {} with CHF|{} 47/M
        """
)


@pytest.mark.parametrize("name", FULL_NAMES)
def test_a_full_name_beside_an_age_and_sex_is_found(name):
    assert lacking("name", [sentence.format(name) for sentence in WITH_AGE]) == []


CAPITALS = rows(
    """
    Acute Cholecystitis|Ectopic Pregnancy|Septic Shock|Cerebral Palsy|Atrial Fibrillation|Lewy Body
    Giant Cell|Legg Calve|Peutz Jeghers|Sturge Weber|Lambert Eaton|Tay Sachs|Budd Chiari
    Myasthenia Gravis|Placenta Previa|Basal Cell|Hip Fracture|Trauma Alert|Neuro Consult
    Cleveland Clinic|Kings County|Puerto Rican|African American|Truck Driver|Lap Chole
    Whipple Procedure|Well Child|Dexcom Libre|Eliquis Xarelto|Stroke Alert|Sickle Cell
    Covid Pneumonia
    """
)


@pytest.mark.parametrize("words", CAPITALS)
def test_two_capitals_of_medicine_beside_an_age_are_no_name(words):
    assert stopped([f"{words} 47M to OR", f"47M {words}", f"47F, {words}, stable", f"{words}, 47F"]) == []


ROOMS = rows(
    """
    412|412B|6-118|4W-12|5E-07|12-A|6N-14B|T-204|3B|5107
    """
)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_counts_with_a_patient_in_the_sentence(room):
    lines = rows(
        """
        pt in room {} desatted|patient moved to rm {}|rm {} pt febrile|58F in room {} CHF
        Room {}: 34F asthma|pt's room is {}
        """
    )
    assert lacking("room", [line.format(room) for line in lines]) == []
    fine = rows(
        """
        conference room {} at noon|call room {} has mice|orientation in room {}
        lecture in room {} of the building
        """
    )
    assert stopped([line.format(room) for line in fine]) == []


@pytest.mark.parametrize(
    "bed",
    rows(
        """
        14|7A|A|3|12W|5-2|MICU-3|4W-12|seven
        """
    ),
)
def test_a_bed_counts_always(bed):
    lines = [f"bed {bed}", f"BED {bed}.", f"pre round on bed {bed} first"]
    if bed[0].isdigit():
        lines += [f"bed #{bed}", f"bed no. {bed}", f"bed: {bed}"]
    assert lacking("bed", lines) == []
    assert stopped([f"a {bed[:1]}-bed ICU", "32 bed unit", "bedside echo x3", "bed rest 3 days"]) == []


def test_addresses_and_what_ends_like_one():
    theirs = rows(
        """
        12 Oak St|1309 E 93rd Street|2281 Fernwood Dr Apt 6|2217 Linden Blvd|84 Hawthorne Street
        45-12 Queens Blvd|5 Park Place
        """
    )
    assert lacking("address", [f"pt lives at {place} now" for place in theirs]) == []
    fine = rows(
        """
        48F SLE class IV LN C3 42|40F IIA RD|34M HIV CD4 42 PCP RD|71M TAVR 26 Sapien DR mode
        10 Point Road Map|12 lead with ST|7 pts DKA DR|2 Large bore IVs CT|6 cases w Dr Lindqvist
        20 CXR with Dr Nair|50 DM pts CT
        """
    )
    assert stopped(fine) == []


TOGETHER = {
    "name": rows("Mr. Kowalski|pt Rosa Ortega|his wife Maria"),
    "record_number": rows("MRN 9920418|acct 88-12-3344|chart # A10482|CSN 4410298837"),
    "date": rows("DOB 3/14/52|admitted 3/14/24|DOB: 03/14/1952|born March 14, 1952"),
    "age": rows("94 yo|93F|age 95"),
    "bed": rows("bed 14|Bed 7A"),
    "room": rows("pt in room 412|pt rm 6-118"),
    "ssn": ["SSN 412-55-0198"],
    "insurance": rows("Medicaid ID CN48213K|MBI 1EG4-TE5-MK73|member # XQH884120937"),
    "zip": ["pt's zip 77026"],
    "device": ["pacer SN PJN604418S"],
    "licence": ["DL# D4827719"],
    "plate": ["plate KDT 4827"],
    "handle": ["pt's IG @rosie_knits"],
    "ip": ["his IP 73.182.44.109"],
}


@pytest.mark.parametrize(("one", "other"), list(permutations(TOGETHER, 2)))
def test_two_identifiers_side_by_side_are_both_found(one, other):
    joints = (" ", ", ", " | ", "; ", " / ", " - ", "\n", " (")
    lines = [
        f"{left}{joint}{right}" for left, joint, right in product(TOGETHER[one], joints, TOGETHER[other])
    ]
    assert lacking(one, lines) == []
    assert lacking(other, lines) == []
