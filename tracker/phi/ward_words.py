"""Words of the ward and of the day that follow "patient", "Mr" or "his wife" without being a name.

STOP words never begin a name. EPONYM_NOUNS after a name make it a finding of medicine ("Wilson disease"),
not a person. ABBREVIATIONS are capitals that are no initials ("pt NPO", "AF, 72M"). ROLES are staff.
"""

from tracker.wordlist import wordset

FUNCTION = wordset(
    """
    a about above after again against ago all almost alone along already also although always am among an
    and another any anyone anything are aren't around as ask asked asks at away back be became because been
    before began behind being below beside besides better between both but by came can can't cannot come
    comes coming could couldn't did didn't do does doesn't doing don't done down due during each early
    either else enough even ever every everyone everything except far feel feels felt few finally first five
    following for four from further gave get gets getting give given gives go goes going gone good got great
    had has hasn't have haven't having he he'd he'll he's help helped helps her here hers herself him
    himself his how however i i'd i'll i'm i've if in inside instead into is isn't it it's its itself just
    keep keeps kept knew know knows last late later least left less let let's like little long made make
    makes making many may maybe me met might mine more most much must my myself near nearly need needed
    needs neither never new next nine no nobody none nor not nothing now of off often ok okay old on once
    one only onto or other others our ours out outside over own per perhaps please quite rather really right
    said same saw say says second seem seems seen several shall she she'd she'll she's should shouldn't
    since six so some someone something sometimes soon still such take taken takes ten than thank thanks
    that that's the their them themselves then there there's therefore these they they're thing things third
    this those though three through throughout thus till times to today together told tomorrow tonight too
    took toward towards tried tries two under until up upon us use used uses using usually very via was
    wasn't we we're well went were weren't what what's when whenever where whether which while who who's
    whole whom whose why will wish with within without won't would wouldn't yes yesterday yet you your yours
    vs ie eg etc ex aka re w wo s p q x b o u t hx dx rx tx sx fx
    """
)

WARD = wordset(
    """
    acct mrn dob ssn csn born zip cell tel fax able abnormal abscess acceptable access according accounts
    acid active activity actually acuity acute adherence admit admits admission admissions admitted adult
    adults advance advised advisor advisory advocacy advocate advocates afebrile affairs afternoon age aged
    agreed agrees aide alarm alert alerted alive allergic allergies allergy allowed ambulates ambulating
    ambulatory analysis anemia anemic anesthesia angio angiogram angiography answer answered answers
    antibiotic antibiotics anxiety anxious apneic appeared appears appendectomy apple appointment
    appointments appreciates appropriate area arms arrest arrival arrive arrived arrives asleep aspirin
    assessment assistant asthma asymptomatic ate attack attempt attending attended available aware awake
    axis baby background barriers base based baseline bath bay bed bedside beds behavior being belief
    beliefs belongings benefit benefits best beta big bilateral bill billing biopsy bipap birth blind blood
    board body bolus bone boarding book bradycardic brain bridge brief briefly bring brings brought bruised
    building burden business calcium call called calls calm calmed camera cancer cane capacity car cardiac
    cardiology care cared caregiver careful carries carried case cases cath catheter center centered centers
    centre certain challenge change changed changes chart charting chat check checked checks chest chief
    child chills choice choices cholesterol chose chronic claims class classes clear cleared clearly clinic
    clinical clinician clinics clock close closed code cognitive cold collapsed colonoscopy comfort
    comfortable commission committee common communicates communication community comorbid compared
    complained complains complaint complaints complete completed complex compliance compliant complicated
    concern concerned concerns condition conditions conditional conference confused confusion consent
    consented consents constipated consult consulted consulting contact contacts continue continued
    continues contrast control controlled conversation cooperative coordinator corrected cough coughing
    council counsel counseled count course crash cried cries crisis critical crying culture current
    currently cyst daily data date dates daughter day days dead deaf death decided declined declines decline
    decompensated deep deficit definitely dehydrated deliberately delirious delirium delivered delivery
    demented dementia denied denies deny department depressed depression describes described desk desats
    desatted deserves despite deteriorated determined develop developed develops device devices diabetes
    diabetic diagnosed diagnoses diagnosis dialysis died diet dietary difference difficult difficulty
    dignity dinner direct director disability discharge discharged discharges discussed discussion disease
    disoriented disposition disregard distress distressed doctor doctors document documents domain dose
    doses double drain drains drank draw dressing dressed drink drinks drive driver drives driven drop
    dropped drug drugs drunk dry dying dyspneic ears easily eat eating eats echo edema educated education
    educator effective effort eight elderly elective electronic eligible emergency emergent emotional
    empathy encounter encounters encouraged end endorsed endorses engaged engagement english enrolled
    enrollment entire entered episode episodes equipment escort especially evaluated evaluation evening
    event events everyday exam examined examiner example exams excellent excited exercise expectant
    expectation expectations expected expects experience experienced experiences expired explained explains
    exposure expressed extremely extubated eye eyes face facing factors failed fails failure fall falls fam
    families family fast fasting fatigue fatigued fear feed feedback feet female fever fevers fibrillation
    fiance file fine finding findings finger finished fistula fit fits flare flat flow fluid fluids focused
    foley follow followed follows food foot form forms fracture free frequent frequently friendly friend
    friends full fully function functional functions funny future gait gasping general gets girl glad
    glucose goal goals gown grateful green grew group groups guardian guide guided gurney habits hair half
    hand handoff handout handouts happy hard harm has head headache healing health healthcare healthy heard
    hearing heart heavy height helpful hemodynamics hemodynamically hemoptysis hepatitis high higher highly
    history hit hold holding home homeless honest hope hoped hopes hospice hospital hospitalist hospitalized
    hot hotel hour hours house huge human hungry hurt hurts hygiene hypertension hypertensive hypotensive
    hypoxic idea identification identified identifiers identifies identity ill illness image images imaging
    immediately important improved improves improvement improving incident incontinent increased independent
    indicated infection influenza information informed informs initial initially injection injured injury
    inpatient inpatients input insisted insists instead instruction instructions insulin insurance intake
    intensive interaction interactions interested interpreter intervention interview interviewed interviews
    introduced intubated investigated involved involvement iron irritable isolation issue issues item
    itching items job joined jaundiced joint judgment key kidney kids kind knee knees lab labor labored labs
    lack lady language large laughed lay laying leads learned learning leave leaves leg legs lesion lesions
    lethargic letter letters level levels liaison lies life lift light lights limited limits line lines link
    list listed listened listening lists literacy live lived liver lives living load loaded local location
    logistics look looked looking looks lost lot lots love loved low lower lucid lumbar lunch lung lungs
    lying magnetic main mainly maintain major male man management manager manages mandatory manual map
    marked mass match material materials matter means measured medical medicaid medicare medication
    medications medicine meds meet meeting meetings member members memory mental mentioned met mid mild
    mildly mind minute minutes misses missed mission mobile mobility mobilized moderate monitor monitored
    monitoring mood morning mother mostly motor mouth move moved moves multi multiple muscle name named
    names native nausea nauseated navigation navigator neck negative nephew nervous neuro neurology
    neutropenic newborn nice night nights normal notes note noted notice noticed notified number numbers
    numb nurse nurses nursing nutrition obese objective obs observation observed obtained obtunded occurred
    office officer oncology ongoing onset onwards open operated operation ophthalmology opinion option
    options oral orders order ordered organ orientation oriented orthopedic outcome outcomes outpatient
    outpatients overall overdose overnight oxygen package page paged pages pain pain-free painful pale
    palliative palpitations panel panels paper papers paperwork paralyzed paraplegic parent parents part
    participated participates participation parts passed past pathology pathway pathways patient patients
    peds pediatric pending people perception perfect perform performed person persons perspective
    perspectives pharmacy phone physical physician physicians physio pick picked picture pill pills place
    placed placement plan planned planning plans plate platelets pleasant plus pneumonia point policies
    policy poor population portal position positive possible post postop posture potassium potential
    practice pre preop precautions preference preferences prefers preferred pregnancy pregnant prep prepared
    prepped present presentation presentations presented presenting presents pressure pretty prevention
    previous previously primary prior privacy private probable probably problem problems procedure
    procedures process program progress progressed promised pronounced prognosis protection protocol
    protocols provided provider providers psych psychiatric psychiatry public pulled pulls pulse pulseless
    pump pushed put quality question questions quick quickly quiet quit quote radiology rails ran rapid
    rapidly rarely rash rate reach reached reaction read readmission readmissions readmitted ready real
    reason reassured reasons recall received receives receiving recent recently reconciliation record
    records recovered recovering recovery red reduced referral referrals referred reflection reflexes
    refuses refused refusing registered registration registry regular regularly rehab related relation
    relations relationship relative relatives relaxed released relief relieved remained remains remembered
    reminded removed renal reply report reported reportedly reporting reports representative request
    requested requesting requests required requires research resident residents resource resources
    respectful responded responds response responsibility responsive rest rested resting restless result
    results resuscitated return returned returns review reviewed reviews rights risk risks road room rooms
    rounds routine routinely rule ruled run running runs sacral sad safe safely safety sat satisfaction
    satisfied saturating scale scan scans scared scenario scenarios schedule scheduled scheduling school
    score scores screen screened screening section sedated seeing seek seizing seizure seizures select
    selection self send sensitive sent sepsis septic series serious service services session sessions set
    setting settled setup severe severity sex share shared shift shock short shortness shot show showed
    showering shows sick side sign signed signs silent similar simple simulation single sitting situation
    situations size skill skills skin sleep sleeping sleeps sleepy slept slow slowly small smoke smoker
    smokes smoking snf social software somnolent son sore sorry sounds source speak speaks speaking special
    specific specimen speech spell spent spike spiked spine spiritual spoke sputum stable staff stage stairs
    stand standing standard standardized started starts state stated states stating status stay stayed
    staying stays step steps steroids stent stool stop stopped stops story straight street strength stress
    strict stridor stroke strong struggled student students studies study stuff stupor stuporous subject
    subjective sudden suddenly suffered suffering suggested suicidal suite sundowning supine supplies
    support supported supportive surgeries surgery surgical survey surveys survived suture swelling swollen
    symptom symptomatic symptoms syncope system systems table tachy tachycardic tachypneic talk talked
    talking talks teach teaching team teams tearful tech technician telemetry telehealth television temp
    temperature tender terminal terms test tested testing tests text therapist therapists therapy thinks
    thinking third thirsty thought threatened thrombosis throat throughput tia time tired title tobacco
    tolerated tolerates tolerating tolerance top total touch toxic track training transfer transferred
    transfers transfusion transition transitions translator transplant transport transportation transporter
    trauma treated treatment treatments trial triage trick trip trouble true trust trusted try trying tube
    tumor turn turned turns type types typical ulcer ultimately ultrasound unable unaware uncomfortable
    unconscious understand understanding understands understood underwent unhappy unit units unknown
    unresponsive unstable unsteady unusual upper upset urgent urinary urine use user usual vaccine vaccines
    valve vein venous vent ventilated verbal verbalized verbalizes verbally viewed view views violent
    virtual visit visited visiting visitor visitors visits vital vitals volume volunteer volunteers vomited
    vomiting vomits vulnerable wait waited waiting waits wake wakes walk walked walking walks want wanted
    wants ward wards ware warm warned washed watch watched water way weak weakness weaned wears week weekly
    weeks weight wet wheeled wheelchair wheezing white wide wife willing withdrawn withheld woke woken woman
    women wondered work worked worker working works workup workflow world worried worries worse worsened
    worsening worst wound wounds wrist write writing written wrong wrote xray year years yelled yells young
    youth zone zero academy clean broke bread closing fixed great joke lucky messy nasty proper shiny simply
    sweep weird absurd agree amazing awful basic boring brave busy cheap cool crazy cute dear dumb easy
    exact extra fake fancy fault gross guess kidding lazy mad mean neat nerd odd polite proud rude silly
    smart stupid super sweet tiny ugly wild album am angle annual anterior aortic apheresis app audit
    authority awareness away bar barrier basket bundle bureau calendar champion charter circle classroom
    coach college companion coverage credential curriculum dashboard decision degree design diagnostics
    directory dispute dynamics economics ethics executive facility factor feature finance finances first
    fund funding gallery gateway governance guideline guidelines hub index indicator initiative innovation
    institute inventory journal journey kit leadership lecture library log market matrix measures mechanic
    mentor mentors menu metric metrics mode model module movement national network newsletter notebook
    notification ombudsman online operations organization outreach partners partnership passport peer
    performance personal pipeline platform playbook podcast poster powerpoint presenter price principle
    priority product professional project promotion questionnaire range rating ratio recruitment reform
    reminder repository roster rounding roundtable scheme science scorecard seminar sharing sheet simulator
    slide slides space specialist sponsor sponsored spreadsheet station statistics strategy summary summit
    symposium task template theater theatre thesis tool toolkit tools topic topics tower tracker tracking
    tradition trainer tray trend validation video voice wallet wellness window worksheet workshop workshops
    unauthorized universe unity
    """
)

MEDICINE = wordset(
    """
    pelvis abdomen enterography venography shoulder breast prostate hip ankle elbow pancreas cervix uterus
    rectum orbit orbits pituitary femur thoracic cervical perfusion spectroscopy elastography cholangiogram
    defecography sequence scanner abilify actos adderall advair aldactone amiodarone ambien ativan augmentin
    bactrim benadryl botox bumex celexa cipro clonidine contin coumadin creon crestor decadron depakote
    dextrose digoxin dilaudid diovan dulera eliquis entresto epipen farxiga fentanyl flagyl flomax flovent
    fosamax gabapentin haldol hctz heparin humalog humira imodium imuran jardiance januvia keflex keppra
    klonopin lantus lasix levaquin levemir levothyroxine lexapro lipitor lisinopril lithium lopressor
    lovenox lyrica metformin methotrexate metoprolol miralax mirena morphine motrin mounjaro mucinex
    naloxone naproxen narcan neurontin nexium nitro norco norvasc novolog ozempic oxycodone paxlovid paxil
    pepcid percocet plavix pradaxa prednisone prevacid prilosec prolia protonix prozac pulmicort remicade
    reglan restoril risperdal ritalin seroquel singulair solumedrol spiriva suboxone symbicort synthroid
    tamiflu tegretol tessalon toprol toradol tramadol trulicity tylenol ultram valium valtrex vancomycin
    versed viagra vicodin wegovy wellbutrin xanax xarelto xgeva zantac zofran zoloft zosyn zyprexa ocrevus
    tysabri keytruda opdivo tele trop plts tmax bicarb lytes chem lact vanc ceftriaxone azithromycin
    cefepime ondansetron acetaminophen ibuprofen albuterol apixaban aspirin atenolol atorvastatin
    azathioprine baclofen bumetanide buspirone carvedilol clindamycin clopidogrel colchicine cyclobenzaprine
    dexamethasone diazepam diltiazem diphenhydramine dobutamine donepezil dopamine doxycycline duloxetine
    enalapril epinephrine famotidine finasteride fluoxetine fluticasone furosemide glargine glipizide
    haloperidol hydralazine hydrochlorothiazide hydrocodone hydrocortisone hydroxychloroquine hydroxyurea
    ipratropium ketamine ketorolac labetalol lactulose lamotrigine levetiracetam levofloxacin linezolid
    lispro loperamide lorazepam losartan magnesium melatonin meropenem mesalamine methadone methimazole
    midazolam midodrine milrinone mirtazapine montelukast mycophenolate nifedipine nitrofurantoin
    nitroglycerin norepinephrine nystatin octreotide olanzapine omeprazole oxytocin pantoprazole penicillin
    phenylephrine phenytoin piperacillin propofol quetiapine ranitidine rifaximin rituximab rosuvastatin
    senna sertraline sildenafil spironolactone sumatriptan tacrolimus tamsulosin tamoxifen terbutaline
    thiamine topiramate torsemide trazodone ursodiol valproate vasopressin verapamil warfarin zolpidem grand
    noon african american arabic armenian asian bengali black bosnian brazilian british burmese cambodian
    canadian cantonese caribbean caucasian chinese colombian creole cuban dominican dutch egyptian english
    ethiopian european farsi filipino french german ghanaian greek guatemalan gujarati haitian hebrew hindi
    hispanic hmong honduran hungarian indian iranian iraqi irish italian jamaican japanese jewish kenyan
    korean kurdish latina latino lebanese mandarin mexican moroccan muslim christian catholic hindu sikh
    buddhist nepali nigerian pakistani persian peruvian polish portuguese punjabi puerto romanian russian
    salvadoran serbian somali spanish sudanese swahili syrian tagalog taiwanese tamil telugu thai tibetan
    turkish ukrainian urdu venezuelan vietnamese yemeni jehovah amish africa asia america europe mexico
    india china cuba haiti monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december mon tue tues wed thu thur thurs fri sat
    sun jan feb mar apr jun jul aug sep sept oct nov dec christmas thanksgiving easter halloween epic cerner
    athena meditech allscripts mychart haiku canto hyperspace powerchart tracemaster pyxis omnicell zoom
    teams vocera tiger tigertext medicaid aetna cigna humana kaiser medicare bcbs blue teladoc excel word
    powerpoint addison alport alzheimer apgar asperger babinski bankart barlow barrett bartter behcet bell
    bence bishop blalock bowen braden braxton brudzinski brugada budd burkitt cabot chiari chvostek charcot
    chagas crohn cushing dandy doppler dressler dupuytren ebstein ehlers eisenmenger epley epstein ewing
    fallot fanconi felty fontan foley fournier ganz gaucher gilbert glasgow gleason goodpasture graves
    guillain hashimoto heimlich henoch hickman hirschsprung hodgkin holter homan homans horner huntington
    ishihara janeway jackson jones kaposi kawasaki kernig killip kiri korsakoff kussmaul lachman lasegue
    leopold lewy lhermitte liston lyme lynch mallampati mallory marfan mayo mcburney mcmurray meckel meniere
    merkel mobitz mohs moro morse murphy niemann norwood nissen ortner osler paget pancoast parkinson phalen
    pierre pott prader pratt prinzmetal quincke ranson raynaud reiter reye rinne romberg roux rovsing
    schatzki schilling sengstaken sheehan shirodkar sims sjogren spurling stevens still swan takayasu
    takotsubo thomas tinel todd tourette trendelenburg trousseau turner valsalva virchow waldenstrom weber
    wegener wells wernicke whipple wilms wilson wolff yankauer zenker zollinger jaeger kocher bovie
    metzenbaum debakey adson crohns hodgkins parkinsons gravess alzheimers
    """
)

STOP = FUNCTION | WARD | MEDICINE

EPONYM_NOUNS = wordset(
    """
    nodule nodules sclerosis stenosis disease syndrome sign signs score scores criteria palsy scale maneuver
    manoeuvre test classification fracture fractures lymphoma position catheter drain phenomenon contracture
    thyroiditis sarcoma tumor esophagus arthritis procedure node nodes body bodies law triad reflex formula
    incision line index lines method operation rule rules stage point pouch hernia ulcer cells tube balloon
    monitor bag clamp retractor repair nomogram encephalopathy dementia chorea ataxia patient patients pt
    pts study trial clinic hospital center centre building pavilion tower institute foundation award lecture
    unit ward street avenue university college medical health house hall syndrome's
    """
)

ROLES = (
    r"(?:charge |head |security |simulation |scrub |float |night |day |icu |ed |or |staff |clinic |unit |"
    r"case |social |program |office |ward |residency |nurse |patient "
    r"|care |student health |occupational health |employee health |front desk |rapid response |discharge |"
    r"research |respiratory |physical |occupational |speech |"
    r"med |senior |chief |nursing |wound )*"
    r"(?:nurse practitioner|physician assistant|medical assistant|physician associate|nurse anesthetist|"
    r"nurse|rn|lpn|cna|np|pa|pa-c|md|do|aprn|crna|manager|coordinator|secretary|clerk|supervisor|"
    r"director|assistant|therapist|pharmacist"
    r"|pharmd|technician|tech|interpreter|chaplain|educator|receptionist|dietitian|dietician|sonographer|"
    r"phlebotomist|transporter"
    r"|worker|librarian|preceptor|attending|resident|fellow|intern|administrator|recruiter|housekeeper|"
    r"midwife|lcsw|msw|volunteer|mentor"
    r"|liaison|registrar|scheduler|guard|perfusionist|professor|teacher|instructor|student|consultant|"
    r"surgeon|phd|mph|bsn|msn|rd|ot|rt|slp)"
)

# Two capitals that open a line before an age and are a diagnosis or a service: "AF, 72M", "ED, 34F".
LEADING = wordset(
    """
    aa ad af ai ar as bc bp ca cc cd cf ch cp cv cx dm dx ed em ent er et ew fh fm fx ga gi gu gn hb hd hf
    hs ht hx ia ib icu id im ir it la lp mg mi mm mr ms mv ob od oa or os pc pd pe ph pm pn pp pt pv px ra
    rf rv rx sa sc si sj sm ss st sw sx tb td ti tr ts tx ua uc ui us uv vf vt wm we he is
    """
)

ABBREVIATIONS = wordset(
    """
    uds awv hds aao aaox rrr vss avss fwd nnt nnh arr oob maew ncat perrl eomi wdwn gdmt mgus rom srom arom
    fht nst bpp efw afi cst iol tolac vbac prom pprom iufd nsvd lscs tsb dol ga aga lga vlbw rop nec pvl ivh
    hie tof pda asd coa tga hlhs vsd pfo dcm hcm icm nicm aicd crtd ppm loop evd icp cpp ctp mri mrv cta ctv
    dsa tte tee lhc rhc des bms fmc dtb tnk tpa nihs mrs lkn wus gos tbi dai sdh edh iph ich sah avm gbm dbs
    vns tms ect cbt dbt act acd ipt moca mmse cam cows ciwa aims panss ybocs hamd mdq cssr rass cpot vat sat
    sbt peep fio rsi dsi dnr dni cmo hcp poa molst polst gip snf ltac irf alf ilf hha dme pcp fm im em rta
    mvc mva gsw gcs fast efast mtp ffp cry plt prbc cryo txa ddavp pcc vit inr ptt hit dic ttp hus itp aiha
    mds mpn aml cll all cml mm dlbcl hl nhl scd hbss hbsc vte dvt pe ivc ac oac doac noac asa dapt acei arb
    arni mra sglt glp dpp ppi hpylori ibs ibd uc cd hcc nash nafld mash sbp he hrs tips egd ercp mrcp eus
    pcn ptc gib ugib lgib cbd ccy lap appy sbo lbo jp ngt ogt peg pej tpn npo cld fld adat ruq luq rlq llq
    cva ckd aki esrd hd pd crrt cvvh avf avg tdc kt uf dw bmd psth pth vitd ns lr dns hypo hyper ncs emg eeg
    lp csf oct iop rapd dr npdr pdr amd rd cmv ebv hsv vzv hpv hcv hbv hav hiv rpr vdrl afb tb ppd igra mac
    pjp oi art prep pep sti gc ct bv pid uti cauti clabsi vap hap cap aom oe urti uri rsv flu covid mis kd
    hsp dka hhs t1d t2d gdm cgm tir fbs hga tsh dexa hrt ocp iud lng pap cin ais leep colpo emb d&c tah bso
    tvh lsc lavh usso poi pcos aub pmb htn hld cad pad pvd chf hfpef hfref af afl svt vt vf pvc pac brady
    tachy lbbb rbbb avb wpw qtc stemi nstemi ua acs cp sob doe pnd orthopnea loc ams ha abd nvd brbpr tarry
    wt bmi i&o ins outs uop cath foley cvc picc piv ij sc fem aline swan bipap cpap hfnc nrb nc ra ett trach
    lma fob bal ebus pft dlco ild ipf copd osa cf pah ph lft ast alt alp tbili ggt alb ana dsdna ccp rf anca
    cpk ck ldh esr crp pct bnp trop lac abg vbg ucx bcx cbc bmp cmp lhr bcc scc ak sk isk ad pso hs gvhd sjs
    ten dress agep bp pv ln mmf aza mtx hcq ivig plex rtx cyc aox nad perrla ctab ctabl wnl msk djd oa sle
    ss pmr gca ddd sij tka tha orif imn acl mcl rtc sprain fx dx hx tx rx sx bx s1q3t3 kus kub ivp turp
    turbt psa bph ed lus us pocus echo mr xr nm pet spect mammo fna cnb ihc fish ngs pcr h&e pas gms acc aha
    esc acog aap uspstf idsa ats gold gina aa aaa abi abx adl ag ah ai aids aka al ali alk als am ama ami an
    anc ant ao ap aplt ar ard ards arf arv as asap at atn av avr ba bb bbb bc bd bg bib bid bka bl bls bm
    bmt bpm br bs bsa bun ca cabg cat cb cbi cc ccb ccu cdc cdi cea ces cfu cga ch cha chb chd chi ci cip cl
    cm cmt cn cna cns co code cpr cr crbsi crc cri crt cs csm ctd cto cu cv cvd cvl cvp cvs cx cxr da dbp dc
    dcis dd ddi ddx de df dgi di dip dl dm dmard do doa dob dp dpt drg ds dsm dt dts dtr du dub dz ea ebl ec
    ecf ecg eci ecmo edd ef efm eg egfr ehr ej ekg ekgs elisa emr ems en ent eo eob ep epo epa er esbl et
    etc eta etoh eval evar ex exam f fa fap fb fbg fd fe fen fev ff fh fhr fi fib fmla fnd fobt fp fs fsgs
    fsh ft ftt fu fvc fy fyi gad gb gbs gcsf ge ged gerd gf gfr gi gn gnr go gp gpc gs gt gtt gu gyn h hac
    hb hc hcap hcg hct hctz hdl heent hf hg hgb hh hi hib hida hip hla ho hob hocm hpi hr hsm ht hu ia iabp
    ic icd ics icu id ida ie ieu if ig iga igg ih ii iii il in io ip iq ir is it iu iugr iv ivda ivdu ivf
    jvd jvp k ki kv l la lad lae lar lbp lc ld ldl le lf lfts lh li lij ll lle lmn lmp lmwh lo los lpn lq ls
    lt ltbi ltc lu lv lvad lve lvef lvh lytes ma mag mah mals map mar mca mcc mcp mcv md mdd mdr me med meds
    mets mg mi mic micu mid min ml mmm mmr mo mof mom mrsa ms mssa msw mv mvp mvr na nb nd ne neg neo nf ng
    nh ni nicu nidus nkda nl nmo no nos np nph nr nsaid nsr nt nta ntg nv nyha o ob obgyn obs oc ocd od of
    og ok om on op or os osh ot otc ou ov p pa pacu pat pc pca pci pco pcu pea peds pen per peri pf pfts pg
    phq pi picu pigd pip pj pk pkd pl pm pmd pmh pn pna po poc pod pph pps pr prn pros ps psc psh psi psv
    psvt psych pt pta ptsd ptx pud pus pvr px py q qd qhs qid qod qt r rad rbc rca rcc rcri rdw re rh ri ric
    rijv rle rll rml rn ro roc ros rosc rp rr rrt rs rt rul rv rvr s sa scm scs sd se sem sga sh si siadh
    sibo sicu sids sirs sj sl sm sma smx sn soap sos sp spep spo sq sr ssi ssri ssti st stat std sub sv svc
    svd svr sw sz ta taa tavr tbsa tca td te tef tens tf tg th thr ti tia tibc tid tkr tl tlc tls tm tmj tmp
    tn tnf to top tox tp tr tram trus ts tst tt tums tur tv tvr u ubi ue ufh ug ui uk un up ur usg uv va vac
    vad vats vc vd ve vfib vgh vi vin vl vp vq vre vs vtach vv vwd vwf vz wa wb wbat wbc wc wd wdl we wf wm
    wn wo wow xl xrt y yo zi ny nj oh fl wi mn ky wv mt ks wy az ut
    """
) | wordset("usa uk uae imaging pgy img usmle ecfmg aamc eras nrmp")
