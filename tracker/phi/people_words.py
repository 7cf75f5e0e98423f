"""Given names and family names that are recognised without a capital letter.

Written from memory of who lives in and comes to US hospitals, not from a register: enough to tell "pt
john smith" from "pt denies pain". A name that is also an everyday or clinical word stands in
BOTH_WORD_AND_NAME and needs a stronger cue.
"""

from tracker.wordlist import wordset

GIVEN = wordset(
    """
    lucinda arlene belinda blanche candace carlotta carmine celeste chandler chester clementine cleo
    cordelia dahlia darla deidre deirdre delilah dewey dolly dominick dorian edwina elvis emery emmett enid
    ernie estella ezra faye felicity fletcher florian freya gertie giselle gordie greer gretchen griffin
    guillaume harlan harley harmony harrison hattie hazel henriette hershel hollis ira isadora isaiah ivette
    janelle jarrod jemima jenna jethro joelle jolene josiah juliette june justine kara katya keira kellan
    kenya kermit kirsten lana lavonne leonora lester lila lilian linus lorelei loretta lowell lucian luther
    lyle mabel magnus maisie malcolm marcella marlon maude maura mavis merle milo minna miriam mitch monty
    nadine naomi nell nettie nigella noelle nora norbert octavia odessa olaf opal orla orville oswald
    ottilie pansy percival petunia phoebe pia polly quinton rafaela ramona randolph raymundo regan renita
    rex rhea rolf rosalie rosalyn rosanna rosario rosetta rosie rowan roxanne royce ruben rufus sabrina
    sadie saul selena shelby sheldon sherman shirin shirley silas simeon stella sybil tabitha talia tamika
    tara tessa thelma theo thurman tilda tony trent trey trisha trudy tyrone ulrich ursula valerie vance
    vanessa velma verna vince virgil vivian wade wallace wanda warren waylon wendell wilbur wilhelmina wilma
    winona winston yancey yusra zachary zelda zora sayed rasheed sayeed waheed aarav abdou abebe abena
    achieng adaeze adebayo adeola aditi adunni agnieszka aiko aminata amara anahita anand anders aniket anil
    ankit anneliese annika anneke anselm aoife aparna arash ariel arjan arlo armen aroha asif astrid atsuko
    augustin ayaan ayesha ayo aziz babajide babak babatunde badr bahar baraka bartholomew bashir beata
    behrouz bence bertram bhavna bilal birgit bjorn blanca blessing bogdan bolanle borislav bosede bozena
    branko bronislawa burak carmela celestine chandra chiamaka chidi chinedu chinonso chioma chitra
    chukwuemeka ciara cillian connor consolata cornelius cosmin cyrus dagmar daiki daisuke dalia daryl
    darius darya delphine demetrius deshaun desiree devi devika dhruv dilip dinesh divya dmitry dragana
    dragan ebele ebenezer efua ekaterina eleni elif elodie emeka emre enoch enzo esra etienne ewa ezekiel
    fabiola fabrizio faisal farid farida fatih fatoumata faustino feng ferdinand fernanda fiorella folake
    folasade franziska freddie fumiko gaetano galina gauri gaurav genaro genoveva georgios gerhard ghada
    gideon gintaras giuseppe goran graciela grigor guido gulnara gunther gurpreet guiseppe hadi haleh hamid
    hamza hana haruki harpreet hasan heather hedwig heinrich helga henrik hideo hortensia huda hyun ifeanyi
    ifeoma ignatius ikenna ilse ilya imelda ingeborg ioana iqbal isha ishaan itzel ivo iwona jabari jacinta
    jacek jadwiga jahan jamila janusz jaroslav jarek jasper javed jelani jiho jing jovana joyceline jurgen
    kaitlyn kaito kalpana kanchan karolina karthik kashif kasia katarzyna kaveh kavita kayode keisha kelechi
    kenji khaled khalil kinga klara klaus komal konrad kostas krishna krzysztof kunal kwabena kwasi laila
    lakshmi lamia laszlo latif latisha leandro leila leopold lidia ligia liliana linnea lionel ljubica lorna
    luciana ludmila ludovic luiza lukas lukasz lyudmila maciej madhavi magda maha maja majid makoto malala
    malgorzata mamadou manish manoj marcelo marek margarethe margot marguerite marija marina marisa marta
    marwa masako massimo matilda matteo matthias mbali meera mehdi mehmet melchior michal mikkel milan
    milena minh miguelangel mira miroslav mirza mitra mohan moira monika mukesh mwangi nabil nadezhda naeem
    naveed narayan narges nasreen neelam neha nia niamh nicola niko nils nisha nkechi nkem nnamdi noemi
    nuria obinna octavio odalys ofelia oksana olabisi oleg olena olivier oluwaseun olumide omolara onyeka
    orlando osvaldo oswaldo otieno ousmane oyelaran padma padraig palesa pankaj parisa parvati pascal
    patience perpetua petronella philippa pieter pooja prakash pranav pratibha primrose priyanka quentin
    rahul rajan rajani rakesh ramin ranjit rashida raveena razia rehana remy renata reyansh rina rohan rohit
    rosalind roshan roya rukmini ruslan rutger ruth sabine sadia saeed safiya sahar sakura salim salma samir
    samira sana sandeep sangeeta sanjay santosh saoirse sara sarita sasha satoshi seamus sebastian seema
    selma seo serena sergei shabnam shahid shanice shanti shreya shweta siddharth siegfried sigrid silvana
    simone sinead siobhan slavica slobodan snezana sofia solveig sonja soraya stanislaw stefan stefania
    suleiman sunil sunita suresh surya svetlana swati sylvie tadeusz tamar tanaka tanisha tanya tarek tariq
    tatiana tatsuya tendai terrence thabo thaddeus thandiwe themba theodora thiago tiago tobias tomasz
    tomoko tunde uchenna uma umar urszula usha vadim valentina vanja vasil vasile veera venkat vera veronika
    vesna viktor vikram vincenzo vinod viola vladimir wafa waleed wambui wanjiru wei wiktor wilfred winifred
    wojciech xavier xiomara yaa yael yan yara yasmin yasmine yejide yelena yesenia yetunde yiannis yolanda
    yosef youssef yuki yuri yusuf zainab zaire zbigniew zdravko zeinab zeynep zoltan zofia zuri zuzana aaron
    abby abdul abdullah abigail abraham ada adam adela adrian adriana agnes ahmad ahmed aisha akira alan
    albert alberto alejandra alejandro alex alexander alexandra alexis alfonso alfred alfredo ali alice
    alicia alison allison alma alvin amanda amber amelia amina amir amit amy ana anastasia andre andrea
    andreas andrew andrzej andy angel angela angelica angelina angelo anita anjali ann anna anne annette
    annie anthony antoine anton antonia antonio anya ariana arjun armando arnold arthur arturo aryan asha
    ashley audrey austin ava barbara barry beatrice beatriz becky ben benita benjamin bernadette bernard
    bernice bertha bessie beth bethany betty beverly bianca bob bobby bonnie boris brad bradley brandon
    brenda brendan brian bridget bruce bryan caleb camila camille carl carla carlos carmen carol carole
    carolina caroline carolyn carrie casey cassandra catalina catherine cathy cecilia cedric celia cesar
    charlene charles charlie charlotte chen cheryl chloe chris christian christina christine christopher
    cindy claire clara clarence claudia clayton clifford clyde colin colleen connie conrad consuelo corey
    courtney craig cristina crystal curtis cynthia daisy dale damian dan dana daniel daniela danielle danny
    daphne darlene darnell darrell darren darryl david deanna debbie deborah debra deepak delia della
    delores denise dennis derek derrick deshawn desmond diana diane diego dimitri dina dmitri dolores
    dominic dominique donald donna dora doris dorothy dorothea doug douglas duane dustin dwayne dwight earl
    ebony eddie edgar edith edmund edna eduardo edward edwin eileen elaine eleanor elena elias elijah elisa
    elisabeth eliza elizabeth ella ellen elliot elmer elsie elvira emil emilia emiliano emilio emily emma
    enrique eric erica erika erin ernest ernesto ernestine esperanza estelle esteban esther ethan ethel
    eugene eugenia eunice eva evan evelyn fabian farah fatima felicia felipe felix fernando filip fiona
    florence floyd frances francesca francis francisco franklin fred freda frederick gabriel gabriela
    gabriella gail garrett gary genevieve geoffrey george georgia gerald geraldine gerard gertrude gilbert
    gina giovanni gisela giulia gladys glen glenda glenn gloria gordon greg gregory greta guadalupe
    guillermo gustavo gwen hannah hans harold harriet harry haruto harvey hassan hector heidi helen helena
    henrietta henry herbert herman hilda hiroshi holly homer horace howard hugo hussein ian ibrahim ida
    ignacio igor ileana imani imran ines ingrid irene irina iris irma isaac isabel isabella ismael ivan
    ivana ivy jackie jackson jacob jacqueline jada jaime jake jamal james jamie jan jane janet janice janine
    jared jasmine jason javier jay jean jeanette jeanne jeff jeffrey jelena jennifer jenny jeremiah jeremy
    jerome jerry jesse jessica jesus jill jim jimmy jin joan joann joanna joanne joaquin jocelyn jodi joe
    joel joey johanna john johnny jon jonathan jordan jorge jose josef josefina joseph josephine josh joshua
    josue joyce juan juana juanita judith judy julia julian juliana julie juliet julio justin jyoti kamal
    kareem karen karim karina karl karla kate katherine kathleen kathryn kathy katie katrina kayla keith
    kelly kelvin ken kendra kenneth kevin khadija khalid kim kimberly kiran kirk kofi krista kristen kristin
    kristina kumar kurt kwame kyle lakisha lamar larry latasha latoya laura lauren laurie lawrence leah lena
    leo leon leona leonard leonardo leroy leslie leticia levi lewis liam lillian lily linda lindsay ling
    lisa liz lloyd logan lois lola lorena lorenzo lori lorraine lou louis louise lourdes lucas lucia lucille
    lucy luis luisa luke luz lydia lynn madison mae magdalena mahmoud malik mandy manuel manuela marcela
    marcia marco marcos marcus margaret margarita margie maria mariam marian mariana marie marilyn mario
    marion marisol marjorie marlene marsha martha martin martina marvin mary maryam mateo mathew matthew
    maureen maurice mauricio max maxine maya megan mei melanie melinda melissa melvin mercedes meredith mia
    michael micheal michele michelle miguel mike mikhail mildred milton min mina minerva ming minnie miranda
    misty mitchell mohamed mohammad mohammed mohamud mollie molly mona monica monique morris moses muhammad
    murat muriel mustafa myra myrna myrtle nadia nancy natalia natalie natasha nathan nathaniel neil nelly
    nellie nelson nicholas nicolas nicole nigel nikita nikolai nina noah noel noor norma norman olga oliver
    olivia omar ora oscar osman otis otto owen pablo paloma pamela patricia patrick paul paula pauline paulo
    pavel pearl pedro peggy penny percy perry pete peter petra phil philip phillip phyllis pilar piotr
    preston priya qing rachel rafael raj rajesh ralph ramesh ramon randall randy raquel rashid raul ravi
    raymond rebecca regina reginald rekha rene renee reza rhonda ricardo richard rick ricky rita rob robert
    roberta roberto robin rochelle rocio roderick rodney rodrigo roger roland rolando roman ron ronald
    ronnie rosa rosemarie rosemary ruby rudolph rudy russell ryan sal sally salvador salvatore sam samantha
    sammy samuel sandra sandy santiago sarah scott sean sergio seth shannon sharon shaun shawn sheila
    shelley sherri sherry sheryl sidney silvia simon sonia sophia sophie stacey stacy stanley stefano
    stephan stephanie stephen steve steven stewart stuart susan susana susanna susie suzanne sven sylvester
    sylvia tamara tami tammy taylor ted teodoro terence teresa terrance terri terry theodore theresa thomas
    tiffany tim timothy tina toby todd tom tomas tommy toni tonya tracey traci tracy travis trevor tricia
    troy tyler valeria vasily vernon veronica vicente vicki vickie vicky victor victoria vijay vincent
    violet virginia walter wayne wendy wesley whitney wilhelm willa willard william willie xiao ximena
    yvette yvonne zara zhen zoe ruthann maryann tyrell
    """
)

FAMILY = wordset(
    """
    abara abubakar achebe achterberg adebayo adeyemi adeyinka afolabi agarwal aguirre agyeman ahn akhtar
    akinola al-amin albescu alonzo alvarado amadi andersson ansari appiah araujo arslan asante atkinson awad
    aydin baptista barrera barreto barros batista becerra bello benitez bergstrom bhatt bianchi blom boateng
    bogdanov boudreaux brandt brzezinski bui caballero calderon camacho cardenas cardoso carrera carvalho
    casillas cavanaugh chakraborty chaudhry chavarria chukwu cisneros coleman conti coskun dabrowski dalal
    danjuma dasgupta delacroix deluca demir desai dhillon diallo diop dlamini dogan donnelly drozd dubois
    dumitru dvorak eke ekwueme elias emeka erdogan eriksson espinosa esposito estrada ezeh farah farouk
    ferrante ferrara ferreira fitzgerald fonseca fontaine forde gallo gebre georgiou ghosh gill giordano
    gonsalves greco grabowski gustafson gutierrez haddad halvorsen hargreaves hashemi hausmann herrera
    hidalgo horvat horvath hosseini huerta ionescu iqbal ito iwu jablonski jankowski jaramillo javed jha
    jovanovic kagan kamara kang kapadia karimi kato keita khalil khoury kimura kobayashi kone kovac
    kovacevic kowalska krasniqi krawczyk kuznetsov laurent lebedev leblanc leclerc lima lindahl lombardi
    machado madsen maeda malik mancini mansour marchetti mariano mayhew mazur mbaye mehmood moreau morozov
    mwangi nakagawa narayanan nascimento ndiaye neri nguema nikolaidis njoroge nkosi novakovic nunes obi
    oduya ogunleye okonjo okoro okoye olorunfemi olsson omar onyango ong orlov osei osman otieno ouedraogo
    owusu ozturk pahlavi panagos papadopoulos pappas park pathak pavlov pereira petit petrov pickering
    pillai pinto popov prakash pruitt qureshi quigley quispe rahimi raman rana rangel rashid ricci romero
    rosen rossi sadiq saha sahota saito salgado salim sandhu santoro sarkar satou savic schafer schroder
    sesay seth shehu shinde shrestha siddiqi silva simic singhal solano soliman sorensen soto sousa stoica
    subramanian suleman szabo takahashi tavares teixeira tesfaye thapa thibodeaux tiwari toledo toure traore
    trinh tshabalala tshwete uddin ueda urbina usman valencia varga varghese venkataraman venkatesan vu
    wanjiku whitaker whitfield wojcik wolde wozniak yadav yamada yeboah yildirim yilmaz yoo yoshida yusuf
    zaman zelaya zielinski zulu abbott abdi abernathy abrams acevedo acosta adams aguilar ahmadi alexander
    alfaro allen almeida alonso alvarez amin anderson andrews aquino aranda arnold arroyo avila ayala bailey
    baldwin ballard banerjee barnes barnett barr barrett barry bates bauer beck becker bell beltran bennett
    benson berg berry blackwell blair blake blanchard bondarenko booth bowman boyd bradley brady brennan
    briggs brooks brown bryant buchanan burgess burke burnett burns burton byrd cabrera caldwell calhoun
    cameron campbell campos cannon carlson carpenter carr carrillo carroll carson carter castaneda castillo
    castro cervantes chan chandler chang chapman chavez chen cheng chevalier choi chowdhury christensen chu
    clark clarke cohen cole collins contreras cooper cordova coronado cortes cortez costa crawford cruz
    cummings cunningham curry dalton daniels davidson davies davis dawson delacruz delarosa delgado deleon
    diaz dixon dominguez donovan doyle duffy duncan dunn dupont duran edwards eldridge elliott ellis
    erickson escobar espinoza evans farrell ferguson fernandes fernandez ferrari figueroa fischer fisher
    fleming fletcher flores flynn foley forbes ford foster fowler fox francis franco franklin fraser frazier
    freeman fuentes fuller gallagher gallegos galvan gaines gamez garcia gardner garner garrett garza george
    gibson gilbert gomes gomez gonzales gonzalez goodman goodwin gordon graham greene greer gregory griffin
    griffith guerra guerrero gupta guzman hall hamilton hammond hansen hanson harper harrington harris
    harrison hart hartman harvey hassan hawkins hayes haynes henderson henry hernandez herring hicks higgins
    hodges hoffman hogan holland holloway holmes holt hopkins horton hossain houston howard howell huang
    hubbard hudson hughes huynh hussain ibarra ibrahim ingram islam ivanov ivanova iyer jackson jacobs
    jacobson jain james jansen jefferson jenkins jennings jensen jimenez johansson johns johnson johnston
    jones jordan joseph juarez kaminski kapoor kaur keller kelley kelly kennedy kerr khan kim klein knight
    koch kovacs kowalczyk kowalski kramer krishnan kumar lam lambert lara larsen larson lawrence lawson lee
    leon leonard lewandowski lewis lin lindqvist lindsey liu lloyd logan lopez lowe lozano lucas lucero luna
    lyons macdonald macias mackenzie mahmood malhotra malone mann manning marquez marshall martin martinez
    martinson mason mathews maldonado matthews maxwell mccarthy mccormick mccoy mcdaniel mcdonald mcgee
    mcguire mckenzie mckinney mclaughlin medina mehta mejia melendez mendez mendoza mercado meyer meyers
    mendes michaels miller mills miranda mishra mitchell mohamed molina montgomery montoya moore mora
    morales moran moreno morgan morris morrison morrow mueller mukherjee muller mullins munoz murphy murray
    myers nair nakamura navarro neal nelson newman newton nguyen nichols nielsen norris norton novak nowak
    nunez obrien ochoa oconnor odonnell ogden oconnell ojeda okafor okeke okonkwo oleary oliveira oliver
    olsen olson omalley oneal oneil oneill orozco ortega ortiz osborne owens pacheco padilla palmer parker
    parks parsons patel patterson paulson payne pena peng perez perkins perry peters petersen peterson
    petrovic pham phan phillips pierce pineda pittman ponce popescu porter powell powers prasad preston
    quinn quintero rahman ramirez ramos ramsey rao rasmussen reddy reed reese reeves reid reilly reyes
    reynolds rhodes richards richardson rigby riley rios rivas rivera roberson roberts robertson robinson
    robles rodgers rodrigues rodriguez rogers rojas romano rosales rosario rosenberg ross rowe roy rubio
    ruiz russell russo ryan saavedra sahin salas salazar saleh salinas samuels sanchez sanders sandoval
    santana santiago santos sato saunders schmidt schneider schroeder schultz schwartz scott serrano shaffer
    shah shapiro sharma shaw shelton shepherd sheppard sherman shevchenko siddiqui simmons simon simpson
    sims singh singleton smirnov smith snyder solis solomon spencer stanley stein stephens stevens stevenson
    stewart stokes stone strickland suarez suleiman sullivan sutton suzuki swanson tanaka taylor terrell
    thomas thompson thompsen thornton torres tran trevino trujillo tucker turner tyler underwood valdez
    valentine valenzuela vance vargas vasquez vaughn vazquez vega velasquez velez verma villa villanueva
    villarreal vogel volkov wagner walker wallace walsh walters wang ward warren washington watanabe waters
    watkins watson watts weaver webb weber webster weiss welch wheeler whitehead wilkerson wilkins wilkinson
    williams williamson willis wilson winters wolfe wong woodard woods wright yamamoto yang yates yoder yoon
    zamora zapata zhang zhao zhou ziegler zimmerman zuniga obrian mccall mcintyre ahmed abdullah hoang
    truong nwosu mensah mbeki kruger bakker visser janssen lindgren petrie feldman goldberg
    """
)

# Also a word of the ward or of the day: a name only after a title, or beside another name.
BOTH_WORD_AND_NAME = wordset(
    """
    le li wu yu ng xu hu ma lu able an angel april art august austin baker banks barber bell berry best bill
    bishop black bland blood blue bond bowel bright brook brown buck burns bush butler cain can case chance
    charity chase chin church clay close cole colon cook cross crystal daily daisy dale dawn day dean do
    drew duke earl early ester faith field fields fine fish fisher flowers foley foot ford fox frank free
    french friend gale gay gene german glass gold good grace grant graves gray green guy hall han hand harm
    hart head heart heath hicks hill ho holter homer hope house hunt hunter iris irish iv ivy jack jay jewel
    joy june junior justice kay key keys king knight lam lamb lance land large law lee leg light lin ling
    little long lord loud love low luz major march mark marks marsh mason may mercy merit mile miles mills
    min moon news noble north numbers olive opal page pain park pat patience pearl penny person pike pink
    pitt pool poole pope porter post potter powder power powers price pride prior ray read rich rivers rob
    rock roman rose rush sal sales salmon sandy savage seals self sharp short sims singer skip sky small
    snow so son south speed spring stark steel stein sterling stone strange strong su sue summer sunny swift
    tab tall temple terrace trace trinity tripp van violet vu wade walk walker wall walls ward wards warm
    water waters wells west white will winter winters wise wolf wood woods word worth yates young
    """
)

# After a title even these are people: "Mr. Brown", "mrs white".
NAMES = GIVEN | FAMILY
CLEAR_NAMES = NAMES - BOTH_WORD_AND_NAME
PARTICLES = wordset(
    "van von der den de del della di da dos la le los el al bin bint ibn abu st san santa mac mc ter ten"
)
