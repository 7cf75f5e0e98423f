"""Surnames: which spellings are one name, and which names so many people carry that they prove little.

Modest tables of our own. All entries are folded (folding.py).
"""

import re
from functools import lru_cache

from tracker.folding import word_set

_SPELLINGS = """
chowdhury chaudhry choudhury chaudhary chaudhuri choudhry chowdhry chaudhari choudhary chaudry chowdary
chaudhery
mukherjee mukherji mukharji mookerjee | banerjee banerji banarjee | chatterjee chatterji chaterjee
agarwal aggarwal agrawal
qureshi quraishi kureshi qureishi koreshi | khan khaan | iyer aiyer ayyar iyar | nair nayar | verma varma
naidu nayudu
bhattacharya bhattacharyya bhattacharjee | krishnamurthy krishnamurthi krishnamoorthy krishnamurti
pillai pillay
subramanian subramaniam subramanyam subramaniyam | venkatesan venkateshan
siddiqui siddiqi siddique sidiqi siddiquee
malik malek | hashmi hashemi | ansari ansary | bukhari bokhari | rizvi rizwi | zaidi zaydi | mirza mirzaa
sheikh shaikh shaik
mohammed mohammad muhammad muhammed mohamed mohamad mohamud muhamad mohamoud | ahmed ahmad ahmet
hussain hussein husain husein hossain
hassan hasan | ali aly | yusuf youssef yousef yousuf yousif yusuff | ibrahim ebrahim ibraheem
khalid khaled | omar umar omer
usman osman uthman othman | mahmoud mahmood mahmud | mustafa mostafa moustafa | abdullah abdallah abdulla
rahman rehman
abdulrahman abdurrahman abdelrahman abdurehman | abdulaziz abdelaziz | karim kareem | rahim raheem
rashid rasheed | saeed said saied
tariq tarek tarik | nasir nasser naser | syed sayed sayyed said | hamid hameed | salim saleem | fayez faiz
sayegh sayigh
haddad hadad | khoury khouri khuri koury | nasrallah nasralla | gonzalez gonzales | rodriguez rodrigues
jimenez gimenez ximenez
yoon yun | choi choe | jung jeong | park pak | huang hwang | nguyen nguyenn | tejada tejeda
oneill oneil oneal
mcdonald macdonald | mckenzie mackenzie | mcpherson macpherson | mcintyre macintyre | mclean maclean
mcintosh macintosh
yusupov iusupov | chaikovsky tchaikovsky | chernyshev tchernychev | kovalchuk kowalchuk
kowalski kovalsky kowalsky | novak nowak
oconnor oconner | shapiro schapiro | levi levy | cohen kohen | weiss weis | schwartz schwarz swartz
"""

# Names that thousands of US physicians carry: the surname and the place together still mean little.
COMMON_SURNAMES = word_set(
    """
    smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez
    wilson anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark
    ramirez lewis robinson walker young allen king wright scott torres nguyen hill flores green adams
    nelson baker hall rivera campbell mitchell carter roberts patel shah khan singh kumar gupta sharma
    reddy rao chen wang li liu zhang yang huang wu lin zhou kim park choi cho tran pham le ahmed ali
    hussain hassan mohammed rahman cohen levy diaz cruz gomez reyes morales ortiz gutierrez jain mehta
    desai joshi agarwal malik
    """
)

# Real surnames one letter from another real one: between two of these nothing was mistyped.
_NEIGHBORS = """
hansen hanson larsen larson petersen peterson anderson andersen johnson johnston olsen olson nielsen nelson
jensen janson jansen
carter carver cartier porter potter parker barker parkes walker walter walters wagner warner weaver harmon
harman hartman barton burton
benton denton fenton kenton morton norton horton gordon gorman norman becker decker miller millar muller
fisher fischer meyers
myers meyer mayers sanders saunders simmons simons simpson sampson samson thomson thompson robertson
robinson roberts robbins collins rollins
morris norris harris harrison garrison williams williamson stephens stevens stephenson stevenson marshal
marshall martin marvin martinez
mendez mendes menendez hernandez fernandez ramirez ramires garcia garza alvarez alvares suarez juarez
castillo castilla
feldman goldman friedman freedman kaufman hoffman hofmann lehman lerman berman bergman zimmerman silverman
shapiro kowalski kowalska ivanov ivanova petrov petrova patel patil pathak prasad sharma varma bhatt bhatta
bhattacharya
rahman raman ramani rahmani hassan hasani hussain hussaini karim karimi rashid rashidi ahmed ahmadi mehta
mehra chandra chander
donnelly connelly connolly connell cornell kelley keller kellogg reilly riley murphy murray morgan moran
molina medina
daniels daniel davies davis davison dawson lawson larkin hudson hodson holmes holman hickman bowman bowen
rowan
coleman colman newman neuman bauman baumann lindberg lundberg sandberg strand strong schultz schulz schmidt
schmitt schneider snyder
bailey bradley bryant bryan burns byrne byrnes barnes barrett barnett bennett benson carlson carson carr
chapman cole coles cooper
crawford cunningham dixon doyle duncan dunn edwards ellis evans ferguson foster fowler fuller gardner garner
gibson gilbert graham
grant gray green greene griffin hale hamilton hammond hardin harding hardy harper hart harvey hawkins hayes
haynes henderson henry
hicks hines hopkins howard howell hughes hunt hunter jacobs jacobson jenkins jordan keith kelly kennedy
knight lambert lane larsen
lawrence leonard levin levine lindgren lindberg long lowe lynch lyons madison manning mann marks marsh mason
matthews mathews mccarthy
mccoy mcdaniel mcgee mckinney mills montgomery morrison morse murdock newton nichols nicholson nolan oliver
owens palmer parks
patterson pearson perkins perry peters phillips pierce poole powell pratt price quinn ray reed reid reynolds
rhodes rice richards
richardson riggs riley ross russell ryan salazar santiago santos shaw shelton sherman simon sims spencer
stanley steele stein stern
stewart stone sullivan sutton terry tucker turner tyler vance vargas vaughn vega velasquez velazquez wallace
wallis walsh walton
ward warren washington watkins watson watts weber webb webster welch wells west wheeler whitaker willis wolf
wolfe wood woods yates
"""


def _spellings() -> dict[str, str]:
    groups = [group.split() for line in _SPELLINGS.strip().splitlines() for group in line.split("|")]
    return {name: group[0] for group in groups for name in group}


_SPELLING_OF = _spellings()
_PLAINER = (
    ("ue", "u"),
    ("oe", "o"),
    ("ae", "a"),
    ("oo", "u"),
    ("ou", "u"),
    ("ee", "i"),
    ("ph", "f"),
    ("ck", "k"),
    ("z", "s"),
)


@lru_cache(maxsize=50_000)
def surname_skeleton(surname: str) -> str:
    """A folded surname without what spellings of one name disagree on.

    Known spellings give their first entry; of longer names doubled letters, written-out umlauts, ph, ck, z,
    a final h and a final y are levelled. Names under five letters stay as they are: Lee and Li are two
    names.
    """
    joined = re.sub(r"[\W_]", "", surname)
    if joined in _SPELLING_OF or len(joined) < 5:
        return _SPELLING_OF.get(joined, joined)
    plain = joined
    for spelled, level in _PLAINER:
        plain = plain.replace(spelled, level)
    plain = re.sub(r"(\w)\1+", r"\1", plain)
    plain = re.sub(r"(?<=\w{3})h$", "", plain)
    return re.sub(r"(?<=\w{3})(?:yi|iy|ij|y)$", "i", plain)


_COMMON_SKELETONS = frozenset(surname_skeleton(name) for name in COMMON_SURNAMES)


KNOWN_SURNAMES = frozenset(surname_skeleton(name) for name in _NEIGHBORS.split()) | _COMMON_SKELETONS


def is_common(skeleton: str) -> bool:
    """Whether a surname (as its skeleton) is among those that many physicians carry."""
    return skeleton in _COMMON_SKELETONS
