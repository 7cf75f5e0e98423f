"""Words that people write with a capital and that are no patient: eponyms, places, schools, brands, trades.

Beside an age any two capitals would read as a name ("47 yo male Terrence Oduya"); these do not.
"""

from tracker.wordlist import wordset

EPONYMS = wordset(
    """
    achenbach addison adie albright alport alzheimer angelman argyll arnold asherman asperger bankart bardet
    barre barlow barrett barth bartholin bartter baker becker bechterew behcet bell bence bernard bernstein
    biedl binswanger blalock boerhaave bouchard bouveret bowen broca brown brugada brudzinski budd buerger
    burkitt calve caplan caroli carpal castleman chagas charcot charge chiari christmas churg chvostek
    claude cobb cogan colles conn cooley costen cotard courvoisier coxsackie creutzfeldt crigler crohn
    cronkhite cullen cushing dandy danlos dejerine dieulafoy digeorge down dressler dubin duchenne dupuytren
    durkan eaton ebstein edwards ehlers eisenmenger epley erb evans ewing fabry fallot fanconi felty fisher
    fitz fleischner foix fournier fraumeni freiberg friedreich frisen galeazzi ganser garden gardner gastaut
    gaucher gehrig gerstmann ghon gilbert gitelman gleason goldblatt goodpasture gottron graves grey
    guillain hailey hallux hansen harrington hartmann hartnup hashimoto hawkins heberden heerfordt heller
    henoch hirschsprung hippel hodgkin hoffmann holter horner hunt hunter huntington hurler hurley ishihara
    jakob janeway jarisch jefferson jeghers jervell jones joseph kallmann kaposi kartagener kawasaki kayser
    kearns kernig kienbock kikuchi killip kleffner klinefelter klippel klumpke koebner kohler korsakoff
    krukenberg kugelberg kussmaul lachman lambert landau landry legg leigh lemierre lennox leriche lesch
    lewy lhermitte libman liddle lindau linton lisfranc lou louis ludwig lyell lyme lynch maisonneuve
    mallory marcus marfan marie marshall mccune mcardle meckel meniere menetrier merkel meyer mikulicz
    miller mirizzi moebius monteggia moro morgagni morquio morton munchausen murphy nager nelson nezelof
    niemann nikolsky nissen noonan nyhan ogilvie ollier omenn osgood osler paget pancoast parinaud parkinson
    patau pendred perthes peutz peyronie phalen pick pickwick pierre plummer poland pompe pott potter prader
    prinzmetal purtscher quervain quincke ramsay rasmussen rathke raynaud reed refsum reiter rendu rett reye
    riedel riley robin rokitansky romano romberg rotor roth rovsing rubin sachs sandhoff schatzki
    scheuermann schilling schlatter schmorl schonlein sever sezary sheehan shy sims sinding sipple sjogren
    smith snellen soulier spitz spurling stargardt steinert sternberg stevens stickler stokes strauss
    strumpell sturge sudeck swyer sydenham takayasu takotsubo tay tietze tinel todd toldt tourette treacher
    trousseau turner usher valsalva vincent vinson virchow waardenburg wallenberg waterhouse weber wegener
    weil weiss werdnig wermer werner wernicke west whipple whitmore williams willebrand wilms wilson winter
    wiskott wolff wolfram zellweger zenker zollinger ellison hopkins tooth gunn weill marchesani
    """
)
PLACES = wordset(
    """
    akron albany albuquerque atlanta austin baltimore bangladesh beirut birmingham boise boston brazil bronx
    brooklyn brookdale buffalo burma cairo camden caracas charleston charlotte chennai chicago cincinnati
    cleveland colombia columbus connecticut county cuba dallas damascus dayton delhi denver detroit dhaka
    dominican dubai egypt elmhurst enugu erie ethiopia flint flushing fresno galveston ghana guatemala
    gujarat haiti harlem hartford havana henry honduras houston hyderabad indiana india indianapolis iran
    iraq jackson jacksonville jersey jordan kansas karachi kathmandu kentucky kenya kerala kings lagos
    lahore larkin lebanon lima lincoln london louisville lubbock madison maimonides manhattan manila memphis
    methodist mexico miami michigan milwaukee minneapolis mount mumbai nashville nassau nebraska nepal
    nevada newark nigeria oakland ohio oklahoma omaha orlando pakistan paso peru peoria philadelphia
    philippines phoenix pittsburgh portland providence pune punjab quito raleigh recife richmond rico
    rochester rome sacramento salvador savannah seattle sinai somalia spokane staten sudan syracuse syria
    tampa tehran tennessee texas tijuana toledo tripoli tucson tulsa tunis turkey utah venezuela vermont
    vietnam virginia washington waterbury wayne wyckoff wyoming yemen yonkers york youngstown sao paulo juan
    puerto costa rica sri lanka el
    """
)
CAPITAL_TERMS = wordset(
    """
    diff coli aureus pylori fib flutter pneumo difficile strep hep ballard bakri barthel botox braden cpap
    bipap curb dobhoff eid fitzpatrick galant garden gartland glucerna gustilo hajj halal hawkins hemovac
    hoyer impella jeopardy kosher lovenox mediport medrol micra morse neurontin nexplanon norco ortolani
    ottawa paragard permacath perclose picc plavix port portacath prozac ramadan rankin risperdal rome
    salter sarnat schatzker seroquel silverman suboxone synthroid tanner tegretol toradol trilogy tylenol
    ultram valium ventolin versed vivitrol wagner warfarin wellbutrin xanax zantac zoloft zyprexa adderall
    ambien amiodarone benadryl bumex cipro colace crestor cymbalta decadron depakote dilaudid diflucan
    effexor epogen flagyl flomax flonase fosamax geodon haldol heparin invega januvia lamictal levaquin
    lexapro lipitor lyrica metformin miralax motrin naproxen nexium norvasc oxycontin paxil pepcid percocet
    phenergan pradaxa precedex prilosec protonix reglan remeron requip rocephin singulair sinemet spiriva
    symbicort tamiflu topamax trulicity unasyn valtrex vancomycin zithromax mounjaro dupixent keytruda
    opdivo rituxan remicade enbrel prolia procrit lokelma kayexalate narcan febrile afebrile amish diwali
    passover lent shabbat ramadhan abortion abruption accreta abdomen acne adenoma agitated alcohol amboss
    aneurysm aortic apap aphasia appendix apnea arm army arterial ascites aseptic atopic atrial autism back
    basal bipolar bladder bleed block botulism bowel brand breast breech bronch bruise bundle bunion bypass
    calculi candida cell cells cellulitis cerebral cervical chagas cirrhosis claudication clot coccyx colic
    coma concussion cord corona covid croup cystic dengue dexcom dizzy dog drowning dual dyspnea eclampsia
    ectopic eczema edema elbow eliquis embolus emesis empyema endo entresto ethanol factor failure farxiga
    fatty femoral femur fever fibroid fibula fissure flash flail flu foreign frost frozen gall gallstone
    gallstones gastric gout grand gravis guaiac gunshot hallucinations head heel heroin herpes hiccups high
    hip hives humerus humira hyper hypo ileus immune infant influenza insect iron ischemia ischemic ischium
    itch itp jardiance jaw keppra klonopin labral lantus lap laceration latent lasix lead left leukemia
    libre lichen lip lithium liver long lupus lyme macular mania mass measles melena mening meningitis meth
    migraine milk mirena mitral molar mono mouth mumps murmur myeloma myoma navy nephrotic new nose obese
    opioid optic orif ovarian ozempic palpable pancreas panic paxlovid pedal peptic perforated petechiae
    placenta plantar plaque polio polyp portal preterm previa prolapse ptsd pulmonary pump purpura pylorus
    qbank rabies radial radius renal retina rib right rosacea rotator saddle scabies scalp scar sciatica
    scleroderma scurvy septic shigella shingles shoulder sickle silent simple sinus skull smear snake sole
    spinal spleen splenic sprain squamous staph stelara sternum stridor suicide suture syphilis tamponade
    tavr taxi tear tendon testis tetanus thalassemia thigh throat thrush thyroid tibia tick toe tonsil total
    toxic trauma tremor tubal typhoid type ulcer ulnar umbilical unstable upper ureteral urgent uterine
    vaginal valve varicella varices varicose vegan ventral vertebral vertigo veteran vet vimpat viral
    vitiligo vulvar warts watchman wegovy wheeze withdrawal wound wrist xarelto zofran zoster zosyn admit
    bay case day five four level man note one rotation rounds shift six step team three two week barber bus
    carpenter cashier chef cook dancer driver electrician farmer firefighter fisherman janitor lawyer marine
    mechanic nanny nun painter pilot plumber police priest refugee retired roofer sailor singer soldier
    teacher truck uber waiter waitress welder worker blue code internal medicine morning noon report spring
    table
    """
)
CAPITALS = EPONYMS | PLACES | CAPITAL_TERMS
