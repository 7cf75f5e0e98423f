"""US states, territories and the larger cities of the states with two time zones.

For a state with two zones STATES holds the later one, where 09:00 comes last, so that a mail to an
unknown city never arrives before the working day (product.md "Time"). CITIES therefore only needs the
cities on the *other* side of the line. Zone borders: 49 CFR part 71, as in the tz database.
"""

import re
import unicodedata

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
DETROIT, INDIANA, LOUISVILLE = (
    "America/Detroit",
    "America/Indiana/Indianapolis",
    "America/Kentucky/Louisville",
)
BOISE, ALASKA = "America/Boise", "America/Anchorage"

WORDS = {
    EASTERN: "ET",
    DETROIT: "ET",
    INDIANA: "ET",
    LOUISVILLE: "ET",
    CENTRAL: "CT",
    "America/Menominee": "CT",
    MOUNTAIN: "MT",
    BOISE: "MT",
    "America/Phoenix": "MST",
    PACIFIC: "PT",
    ALASKA: "AKT",
    "America/Adak": "HT",
    "Pacific/Honolulu": "HST",
    "America/Puerto_Rico": "AST",
    "America/St_Thomas": "AST",
    "Pacific/Guam": "ChST",
    "Pacific/Saipan": "ChST",
    "Pacific/Pago_Pago": "SST",
}

_ROWS = f"""
AL Alabama {CENTRAL}
AK Alaska America/Adak
AZ Arizona America/Phoenix
AR Arkansas {CENTRAL}
CA California {PACIFIC}
CO Colorado {MOUNTAIN}
CT Connecticut {EASTERN}
DE Delaware {EASTERN}
DC District of Columbia {EASTERN}
FL Florida {CENTRAL}
GA Georgia {EASTERN}
HI Hawaii Pacific/Honolulu
ID Idaho {PACIFIC}
IL Illinois {CENTRAL}
IN Indiana {CENTRAL}
IA Iowa {CENTRAL}
KS Kansas {MOUNTAIN}
KY Kentucky {CENTRAL}
LA Louisiana {CENTRAL}
ME Maine {EASTERN}
MD Maryland {EASTERN}
MA Massachusetts {EASTERN}
MI Michigan America/Menominee
MN Minnesota {CENTRAL}
MS Mississippi {CENTRAL}
MO Missouri {CENTRAL}
MT Montana {MOUNTAIN}
NE Nebraska {MOUNTAIN}
NV Nevada {PACIFIC}
NH New Hampshire {EASTERN}
NJ New Jersey {EASTERN}
NM New Mexico {MOUNTAIN}
NY New York {EASTERN}
NC North Carolina {EASTERN}
ND North Dakota {MOUNTAIN}
OH Ohio {EASTERN}
OK Oklahoma {CENTRAL}
OR Oregon {PACIFIC}
PA Pennsylvania {EASTERN}
RI Rhode Island {EASTERN}
SC South Carolina {EASTERN}
SD South Dakota {MOUNTAIN}
TN Tennessee {CENTRAL}
TX Texas {MOUNTAIN}
UT Utah {MOUNTAIN}
VT Vermont {EASTERN}
VA Virginia {EASTERN}
WA Washington {PACIFIC}
WV West Virginia {EASTERN}
WI Wisconsin {CENTRAL}
WY Wyoming {MOUNTAIN}
AS American Samoa Pacific/Pago_Pago
GU Guam Pacific/Guam
MP Northern Mariana Islands Pacific/Saipan
PR Puerto Rico America/Puerto_Rico
VI US Virgin Islands America/St_Thomas
"""

_CITY_ROWS = {
    (
        "AK",
        ALASKA,
    ): """Anchorage, Fairbanks, Juneau, Wasilla, Palmer, Sitka, Ketchikan, Kenai, Soldotna, Kodiak, Bethel,
        Nome, Homer, Valdez, Seward, Utqiagvik, Kotzebue, Dillingham, Petersburg, Wrangell, Cordova, Eagle
        River, North Pole, Skagway, Haines, Glennallen, Tok, Unalaska""",
    ("AZ", MOUNTAIN): "Tuba City, Window Rock, Chinle, Kayenta, Fort Defiance, Ganado, Many Farms, Tsaile",
    (
        "FL",
        EASTERN,
    ): """Miami, Orlando, Tampa, Jacksonville, St. Petersburg, Hialeah, Tallahassee, Fort Lauderdale, Port St.
        Lucie, Cape Coral, Pembroke Pines, Hollywood, Gainesville, Miramar, Coral Springs, Clearwater, Palm
        Bay, Lakeland, West Palm Beach, Pompano Beach, Davie, Boca Raton, Sunrise, Deltona, Plantation, Palm
        Coast, Deerfield Beach, Melbourne, Largo, Boynton Beach, Fort Myers, Lauderhill, Weston, Kissimmee,
        Homestead, Delray Beach, Daytona Beach, Wellington, Jupiter, Ocala, Port Orange, Coconut Creek,
        Sanford, Bradenton, Sarasota, Palm Beach Gardens, Pinellas Park, Coral Gables, Doral, Ocoee, Apopka,
        Winter Garden, Winter Haven, Winter Park, Aventura, Miami Beach, Miami Gardens, North Miami, North
        Miami Beach, Brandon, Riverview, Spring Hill, Hudson, New Port Richey, Trinity, Safety Harbor,
        Dunedin, Naples, Bonita Springs, Punta Gorda, Port Charlotte, Venice, Vero Beach, Stuart, Fort
        Pierce, Atlantis, Lake Worth, Loxahatchee, Margate, Tamarac, Titusville, Rockledge, Leesburg, The
        Villages, Tavares, Celebration, St. Cloud, St. Augustine, Orange Park, Jacksonville Beach, Lake
        City, Key West, Marathon, Brooksville, Zephyrhills, Wesley Chapel, Altamonte Springs, Sebring,
        Crystal River, Inverness, DeLand, Ormond Beach, Viera, Cutler Bay, Kendall, Lutz, Plant City, Sun
        City Center""",
    (
        "ID",
        BOISE,
    ): """Boise, Meridian, Nampa, Idaho Falls, Pocatello, Caldwell, Twin Falls, Rexburg, Eagle, Kuna, Ammon,
        Chubbuck, Mountain Home, Blackfoot, Burley, Jerome, Hailey, Ketchum, McCall, Emmett, Weiser""",
    (
        "IN",
        INDIANA,
    ): """Indianapolis, Fort Wayne, South Bend, Carmel, Fishers, Bloomington, Lafayette, West Lafayette,
        Muncie, Terre Haute, Kokomo, Anderson, Noblesville, Greenwood, Elkhart, Mishawaka, Goshen, Lawrence,
        Jeffersonville, New Albany, Columbus, Richmond, Marion, Vincennes, Jasper, Bedford, Seymour,
        Shelbyville, Franklin, Plainfield, Avon, Brownsburg, Danville, Zionsville, Westfield, Plymouth,
        Warsaw, Logansport, Crawfordsville, New Castle, Connersville, Greensburg, Batesville, Madison, Beech
        Grove, Mooresville, Martinsville, Greenfield, Lebanon, Huntington, Wabash, Peru, Auburn, Angola,
        Rochester, Washington, Clarksville, Lawrenceburg""",
    (
        "KS",
        CENTRAL,
    ): """Wichita, Overland Park, Kansas City, Olathe, Topeka, Lawrence, Shawnee, Lenexa, Manhattan, Salina,
        Hutchinson, Leavenworth, Leawood, Dodge City, Garden City, Emporia, Prairie Village, Merriam,
        Liberal, Hays, Pittsburg, Newton, Great Bend, McPherson, El Dorado, Ottawa, Winfield, Junction City,
        Fort Riley, Parsons, Coffeyville, Chanute, Independence, Colby, Pratt""",
    ("KY", LOUISVILLE): "Louisville, Jeffersontown, Shively, St. Matthews",
    (
        "KY",
        EASTERN,
    ): """Lexington, Covington, Florence, Richmond, Georgetown, Elizabethtown, Nicholasville, Frankfort,
        Ashland, Pikeville, Edgewood, Fort Thomas, Newport, Erlanger, Danville, Somerset, London, Corbin,
        Hazard, Harlan, Morehead, Middlesboro, Campbellsville, Berea, Mount Sterling, Winchester, Bardstown,
        Shelbyville, La Grange, Radcliff, Fort Knox, Prestonsburg, Paintsville, Whitesburg, Maysville,
        Versailles""",
    (
        "MI",
        DETROIT,
    ): """Detroit, Grand Rapids, Warren, Sterling Heights, Ann Arbor, Lansing, East Lansing, Flint, Dearborn,
        Livonia, Troy, Westland, Farmington Hills, Kalamazoo, Wyoming, Southfield, Rochester, Rochester
        Hills, Taylor, Pontiac, St. Clair Shores, Royal Oak, Novi, Dearborn Heights, Battle Creek, Saginaw,
        Kentwood, Portage, Roseville, Midland, Muskegon, Bay City, Jackson, Holland, Port Huron, Ypsilanti,
        Mount Clemens, Clinton Township, Macomb, Commerce Township, West Bloomfield, Wyandotte, Grosse
        Pointe, Traverse City, Marquette, Petoskey, Alpena, Sault Ste. Marie, Mount Pleasant, Big Rapids,
        Adrian, Monroe, Grand Blanc, Owosso, Lapeer, Howell, Brighton, Chelsea, St. Joseph, Benton Harbor,
        Niles, Coldwater, Hillsdale, Cadillac, Gaylord, Ludington, Escanaba, Houghton, Hancock, Madison
        Heights, Garden City, Trenton, Allen Park, Lincoln Park, Hamtramck, Highland Park, Ferndale, Oak
        Park, Canton, Plymouth, Northville""",
    (
        "ND",
        CENTRAL,
    ): """Fargo, Bismarck, Grand Forks, Minot, West Fargo, Mandan, Williston, Jamestown, Wahpeton, Devils
        Lake, Valley City, Grafton, Rugby, Bottineau""",
    (
        "NE",
        CENTRAL,
    ): """Omaha, Lincoln, Bellevue, Grand Island, Kearney, Fremont, Hastings, Norfolk, Columbus, North Platte,
        Papillion, La Vista, South Sioux City, Beatrice, Lexington, York, Blair, Nebraska City, Seward,
        Crete, McCook, Broken Bow, O'Neill, Elkhorn""",
    ("NV", MOUNTAIN): "West Wendover, Jackpot",
    ("OR", BOISE): "Ontario, Nyssa, Vale",
    (
        "SD",
        CENTRAL,
    ): """Sioux Falls, Aberdeen, Brookings, Watertown, Mitchell, Yankton, Huron, Pierre, Vermillion, Madison,
        Brandon, Harrisburg, Mobridge, Chamberlain, Milbank, Redfield, Winner, Dell Rapids""",
    (
        "TN",
        EASTERN,
    ): """Knoxville, Chattanooga, Johnson City, Kingsport, Bristol, Morristown, Oak Ridge, Maryville,
        Cleveland, Greeneville, Sevierville, Athens, Elizabethton, Mountain Home, Farragut, Alcoa, Lenoir
        City, Jefferson City, Newport, Rogersville, Harriman, Harrogate, La Follette, Tazewell, Sweetwater,
        Hixson""",
    (
        "TX",
        CENTRAL,
    ): """Houston, San Antonio, Dallas, Austin, Fort Worth, Arlington, Corpus Christi, Plano, Lubbock, Laredo,
        Irving, Garland, Frisco, McKinney, Amarillo, Grand Prairie, Brownsville, Killeen, Pasadena,
        Mesquite, McAllen, Denton, Waco, Carrollton, Midland, Odessa, Abilene, Pearland, Round Rock,
        Richardson, The Woodlands, College Station, Bryan, Beaumont, Tyler, Sugar Land, Lewisville, League
        City, Wichita Falls, Allen, Edinburg, San Angelo, Conroe, Mission, Longview, Pharr, Baytown, Temple,
        Flower Mound, New Braunfels, Cedar Park, Missouri City, Victoria, Harlingen, San Marcos, Galveston,
        Texas City, Webster, Katy, Cypress, Kingwood, Humble, Bedford, Euless, Grapevine, Mansfield,
        Weslaco, Texarkana, Sherman, Port Arthur, Lufkin, Nacogdoches, Huntsville, Georgetown, Kyle,
        Pflugerville, Rockwall, Stephenville, Kerrville, Del Rio, Eagle Pass, Big Spring, Plainview, Hurst,
        Burleson, Waxahachie, Tomball, Spring, Stafford, Bellaire, Kingsville, Fort Cavazos, Fort Hood""",
}


def plain(text: str) -> str:
    """A place name for comparing: lower case, no accents or punctuation, "St." as "saint"."""
    bare = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z]+", " ", bare.replace("'", "").replace(".", "")).split()
    return " ".join({"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}.get(w, w) for w in words)


STATES: dict[str, str] = {}
CODES: dict[str, str] = {}
for _row in _ROWS.strip().splitlines():
    _code, _rest = _row.split(" ", 1)
    _name, _zone = _rest.rsplit(" ", 1)
    STATES[_code] = _zone
    CODES[plain(_code)] = CODES[plain(_name)] = _code
CODES |= {"washington dc": "DC", "virgin islands": "VI", "united states virgin islands": "VI", "cnmi": "MP"}

CITIES: dict[str, dict[str, str]] = {}
for (_code, _zone), _names in _CITY_ROWS.items():
    CITIES.setdefault(_code, {}).update({plain(_name): _zone for _name in _names.split(",")})
