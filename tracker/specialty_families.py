"""Specialties and their subspecialties: whether one physician could carry both.

A specialty fits itself, its parents and its children ("internal medicine", "cardiology", "interventional
cardiology"); two branches of one parent do not fit each other, nor do two trees. Words not known here never
contradict.
"""

import re
from enum import Enum
from functools import lru_cache

from tracker.folding import fold

# specialty < parents : words it is written with. Longest words win; "peds X" is also pediatrics.
_TABLE = """
internal medicine < : internal medicine, internal med, int med, im, internist, general internal medicine,
  general medicine, gim, hospital medicine, hospitalist, medicine, adult medicine
primary care < internal medicine, family medicine, pediatrics : primary care, general practice, gp, pcp
family medicine < : family medicine, family practice, fm, family med, fp, family physician
cardiology < internal medicine : cardiology, cardiovascular disease, cardiovascular diseases, cardiovascular
  medicine, cardiovascular, cardiologist, cards, heart failure, preventive cardiology
interventional cardiology < cardiology : interventional cardiology, structural heart, ic
electrophysiology < cardiology : electrophysiology, cardiac electrophysiology, ep
gastroenterology < internal medicine : gastroenterology, gi, gastroenterologist
hepatology < gastroenterology : hepatology, liver disease, transplant hepatology
nephrology < internal medicine : nephrology, renal, kidney disease, nephrologist
endocrinology < internal medicine : endocrinology, endocrine, diabetes, endo, endocrinologist
pulmonology < internal medicine : pulmonology, pulmonary, pulmonary medicine, pulmonary disease,
  pulmonologist, pulm
critical care < internal medicine, anesthesiology, emergency medicine, surgery, pulmonology : critical care,
  critical care medicine, ccm, intensive care, intensivist
hematology oncology < internal medicine : hematology oncology, hematology and oncology, heme onc, hem onc,
  oncology, cancer
hematology < hematology oncology, pathology : hematology, heme
medical oncology < hematology oncology : medical oncology
infectious disease < internal medicine : infectious disease, infectious diseases, id
rheumatology < internal medicine : rheumatology, rheum, rheumatologist
geriatrics < internal medicine, family medicine : geriatrics, geriatric medicine, geriatrician
allergy immunology < internal medicine, pediatrics : allergy, immunology, allergy and immunology, allergy
  immunology
palliative < internal medicine, family medicine, anesthesiology, pediatrics, hematology oncology : palliative,
  palliative care, palliative medicine, hospice
sleep < internal medicine, neurology, pulmonology, family medicine, psychiatry, otolaryngology : sleep,
  sleep medicine
sports medicine < family medicine, orthopaedics, physical medicine, pediatrics, emergency medicine, internal
  medicine : sports medicine
addiction < psychiatry, internal medicine, family medicine : addiction, addiction medicine, addiction
  psychiatry
pediatrics < : pediatrics, paediatrics, pediatric, paediatric, peds, pediatrician
neonatology < pediatrics : neonatology, neonatal, neonatal perinatal medicine, nicu
adolescent medicine < pediatrics, family medicine : adolescent medicine
surgery < : surgery, general surgery, gen surg, surgeon, general surgeon
vascular surgery < surgery : vascular surgery, vascular
trauma surgery < surgery : trauma surgery, acute care surgery, trauma, surgical critical care
colorectal surgery < surgery : colorectal surgery, colorectal, colon and rectal surgery
surgical oncology < surgery : surgical oncology, breast surgery, hepatobiliary surgery, endocrine surgery
transplant surgery < surgery : transplant surgery, transplant
minimally invasive surgery < surgery : minimally invasive surgery, bariatric surgery, bariatrics, mis
thoracic surgery < surgery : thoracic surgery, cardiothoracic surgery, cardiac surgery, ct surgery,
  cardiovascular surgery, heart surgery
plastic surgery < surgery : plastic surgery, plastics, plastic and reconstructive surgery, reconstructive
  surgery
hand surgery < plastic surgery, orthopaedics : hand surgery
burn surgery < surgery, plastic surgery : burn surgery
orthopaedics < : orthopaedics, orthopedics, orthopaedic surgery, orthopedic surgery, orthopaedic,
  orthopedic, ortho, orthopedist
spine surgery < orthopaedics, neurosurgery : spine surgery, spine
joint replacement < orthopaedics : joint replacement, arthroplasty, adult reconstruction
orthopaedic trauma < orthopaedics : orthopaedic trauma, orthopedic trauma
foot and ankle < orthopaedics : foot and ankle, foot and ankle surgery
neurosurgery < : neurosurgery, neurological surgery, neurosurgeon
urology < : urology, urologist, urologic surgery
otolaryngology < : otolaryngology, ent, otorhinolaryngology, head and neck surgery
ophthalmology < : ophthalmology, ophtho, eye, retina, cornea, glaucoma, ophthalmologist
obstetrics and gynecology < : obstetrics and gynecology, obstetrics gynecology, ob gyn, obgyn, obstetrics,
  gynecology, womens health
maternal fetal medicine < obstetrics and gynecology : maternal fetal medicine, mfm, perinatology
reproductive endocrinology < obstetrics and gynecology : reproductive endocrinology, reproductive
  endocrinology and infertility, rei, infertility
gynecologic oncology < obstetrics and gynecology : gynecologic oncology, gyn onc
urogynecology < obstetrics and gynecology, urology : urogynecology, female pelvic medicine
psychiatry < : psychiatry, psych, psychiatrist, behavioral health, consultation liaison psychiatry
child psychiatry < psychiatry, pediatrics : child psychiatry, child and adolescent psychiatry
neurology < : neurology, neuro, neurologist
vascular neurology < neurology : vascular neurology, stroke, stroke neurology
epilepsy < neurology : epilepsy, clinical neurophysiology
movement disorders < neurology : movement disorders
child neurology < neurology, pediatrics : child neurology, pediatric neurology
radiology < : radiology, diagnostic radiology, imaging, radiologist
interventional radiology < radiology : interventional radiology, ir, vascular and interventional radiology
neuroradiology < radiology : neuroradiology
nuclear medicine < radiology : nuclear medicine
radiation oncology < : radiation oncology, rad onc, radiotherapy
anesthesiology < : anesthesiology, anaesthesiology, anesthesia, anaesthesia, anesthesiologist
pain < anesthesiology, physical medicine, neurology : pain, pain medicine, pain management
emergency medicine < : emergency medicine, em, emergency, er, emergency room
toxicology < emergency medicine : toxicology, medical toxicology
pathology < : pathology, anatomic pathology, clinical pathology, surgical pathology
dermatopathology < dermatology, pathology : dermatopathology
dermatology < : dermatology, derm, dermatologist, mohs, mohs surgery
physical medicine < : physical medicine, physical medicine and rehabilitation, physiatry, pm r, pmr,
  rehabilitation
genetics < pediatrics, internal medicine : genetics, medical genetics
preventive medicine < : preventive medicine, public health, occupational medicine
"""


class SpecialtyFit(Enum):
    FIT = "could be one physician's"
    UNKNOWN = "not known"
    CONTRADICT = "two different fields"


def _read_table() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    names: dict[str, str] = {}
    parents: dict[str, frozenset[str]] = {}
    for line in _TABLE.strip().replace("\n  ", " ").splitlines():
        head, _, words = line.partition(":")
        name, _, above = head.partition("<")
        parents[name.strip()] = frozenset(parent.strip() for parent in above.split(",") if parent.strip())
        names.update({word.strip(): name.strip() for word in words.split(",")})
    return names, parents


_NAMES, _PARENTS = _read_table()
_LONGEST = max(len(words.split()) for words in _NAMES)


@lru_cache(maxsize=20_000)
def read_specialties(text: str) -> frozenset[str]:
    """The specialties a text names ("Internal Medicine / Pediatrics" gives two).

    Empty when it names none we know.
    """
    text = (
        fold(text)
        .replace("med-peds", "internal medicine pediatrics")
        .replace("med peds", "internal medicine pediatrics")
    )
    words = re.findall(r"[^\W\d_]+", text.replace("'", "").replace("&", " and "))
    found: set[str] = set()
    at = 0
    while at < len(words):
        size = next(
            (
                n
                for n in range(_LONGEST, 0, -1)
                if " ".join(words[at : at + n]) in _NAMES and len(words) >= at + n
            ),
            0,
        )
        if size:
            found.add(_NAMES[" ".join(words[at : at + size])])
        at += size or 1
    return frozenset(_pediatric(found))


def _pediatric(found: set[str]) -> set[str]:
    """ "Pediatric cardiology" is one field under pediatrics and not an adult cardiologist's."""
    rest = found - {"pediatrics", "internal medicine", "surgery", "family medicine"}
    if "pediatrics" in found and rest:
        return {
            f"pediatric {name}" if not name.startswith(("child", "neonat", "adolesc")) else name
            for name in rest
        }
    return found


def _above(name: str) -> frozenset[str]:
    """The specialty and all it belongs to."""
    if name.startswith("pediatric "):
        return frozenset({name, "pediatrics"}) | frozenset({name.removeprefix("pediatric ")})
    out = {name}
    for parent in _PARENTS.get(name, ()):
        out |= _above(parent)
    return frozenset(out)


@lru_cache(maxsize=50_000)
def compare_specialties(a: str, b: str) -> SpecialtyFit:
    """Whether two specialty texts fit one physician."""
    ones, others = read_specialties(a), read_specialties(b)
    if not ones or not others:
        same = bool(fold(a)) and fold(a) == fold(b)
        return SpecialtyFit.FIT if same else SpecialtyFit.UNKNOWN
    fits = any(one in _above(other) or other in _above(one) for one in ones for other in others)
    return SpecialtyFit.FIT if fits else SpecialtyFit.CONTRADICT
