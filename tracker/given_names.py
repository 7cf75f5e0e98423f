"""First names that are one name, and first names that only look like one.

Three modest tables of our own: short forms, spellings of one name, and names that are known to be names, so
that a single differing letter between two of those ("Ramesh", "Rakesh") counts as two people and not as a
slip. All entries are folded: lower case, no accents, no punctuation.
"""

from functools import lru_cache

_SHORT_FORMS = """
abigail abby gail | abraham abe bram | adam ad | agnes aggie | albert al bert | alberto beto
alejandro alex ale
alexander alex alec sandy sasha xander lex | alexandra alex sandy sasha lexi | alexis alex lexi
alfred al fred
alfredo fredo | alice ali | allison ali allie | amanda mandy | amelia amy millie | anastasia nastya ana stacy
andrea andi | andrew andy drew | angela angie | anthony tony | antonio tony | anne annie nan | anna annie anya
arthur art | augustine gus | augustus gus | barbara barb babs | beatrice bea | benjamin ben benny benji
bernadette bernie
bernard bernie | bradley brad | calvin cal | cameron cam | carolyn carol | caroline carol carrie
cassandra cass cassie
catherine cathy cate cat kate katie kathy kitty kay kit | cecilia cece celia | charles charlie chuck chip chas
charlotte charlie lottie | christian chris | christina chris tina chrissy | christine chris tina chrissy
christopher chris topher kit
clifford cliff | cornelius con | cynthia cindy | daniel dan danny | danielle dani | david dave davey
deborah deb debbie
dennis denny | dolores lola | dominic dom nick | donald don donnie | dorothy dot dottie dolly | douglas doug
edgar ed
edmund ed eddie ted | eduardo eddie lalo | edward ed eddie ted ned | edwin ed eddie | eleanor ellie nell
elena lena
elizabeth liz lizzie beth betsy betty eliza libby bess ellie elsie | emily em emmy | emmanuel manny manu
enrique kike
ernest ernie | eugene gene | evelyn evie | ezekiel zeke | florence flo | frances fran frannie
francis frank fran
francisco frank paco pancho | franklin frank | frederick fred freddy rick | gabriel gabe | gabrielle gabby
gabriela gabby
geoffrey geoff | george georgie | gerald gerry jerry | gerard gerry | gilbert gil | gloria glo
graciela chela | gregory greg
guadalupe lupe | guillermo memo | gustavo gus | gwendolyn gwen | harold hal harry | harrison harry
heather heath | helen nell
henry hank harry | herbert herb bert | howard howie | ignacio nacho | isaac ike | isabel izzy bella belle
ivan vanya
jacob jake | jacqueline jackie | james jim jimmy jamie | jane janie | janet jan | jason jay | jeffrey jeff
jennifer jen jenny jenn | jeremy jem jerry | jerome jerry | jessica jess jessie | jesus chuy | joan joanie
joanna jo
joaquin quino | john jack johnny jock jon | jonathan jon jonny | jose pepe | josef joe | joseph joe joey jo
josephine jo josie | joshua josh | judith judy jude | julia jules | julian jules | karen kari
kenneth ken kenny
kimberly kim kimmy | lawrence larry laurie lars | leonard leo len lenny | leonardo leo | leonid lenya
leslie les
lewis lew | lillian lily lil | linda lindy | louis lou louie | louise lou | lucille lucy | luis lucho
madeline maddie
manuel manny manolo | marcus marc | margaret maggie meg peg peggy marge margie greta rita
martha marty patty | martin marty | marvin marv | mary molly polly mamie | matthew matt matty | maureen mo
maurice mo
maximilian max | maxwell max | megan meg | melanie mel | melissa mel missy lissa | melvin mel
michael mike mick mickey mikey
michelle shelly | mikhail misha mike | miguel mike | milton milt | miriam mimi | mitchell mitch
montgomery monty
morris mo | nancy nan | natalia natasha talia nat | natalie nat | nathan nate nat | nathaniel nate nat
nicholas nick nicky nico klaus | nicole nicky nikki | norman norm | oliver ollie | olivia liv livvy
pamela pam
patricia pat patty trish tricia | patrick pat paddy rick | peter pete | philip phil pip | phyllis phyl
priscilla cilla
rachel rach | randall randy | randolph randy | raphael rafe rafi | raymond ray | rebecca becky becca
regina gina
reginald reggie reg | ricardo rick ricky | richard dick rick ricky rich richie
robert bob bobby rob robbie bert
roberto beto rob | roberta bobbie | rochelle shelly | roderick rod rick | rodney rod | roger rog
roland rollie
ronald ron ronnie | rosalind roz | rosemary rose rosie | rudolph rudy | russell russ rusty | salvatore sal
samantha sam sammy
samuel sam sammy | sarah sally sadie | sebastian seb bastian | sergio checo | shirley shirl | sidney sid
solomon sol
stanley stan | stephanie steph | steven steve | stuart stu | susan sue suzie suzy | suzanne sue suzy
sylvester sly
sylvia syl | tabitha tabby | teresa terry tess tessa | terrence terry | thaddeus tad thad
theodore ted teddy theo
theodora dora theo | thomas tom tommy | timothy tim timmy | tobias toby | valerie val | vanessa nessa
veronica ronnie vera
victor vic | victoria vicky tori vic | vincent vince vinny vin | virginia ginny ginger
vladimir vlad volodya vova
walter walt wally | wendell dell | wilfred fred will | wilhelm will bill | william bill billy will willy liam
winifred winnie | yekaterina katya kate | zachary zach zack zac | dmitri dima mitya | svetlana sveta lana
tatiana tanya
yelena lena | galina galya | nadezhda nadia | lyudmila lyuda mila | oleksandr sasha | stanislav stas slava
vyacheslav slava
venkatesh venkat venky | venkateswara venkat | venkataraman venkat | krishnamurthy krishna
subramanian subbu mani
ramakrishnan ram ramki | rajendra raj rajen | rajesh raj | rajiv raj | rajkumar raj | surendra suren
narendra naren
mahendra mahen | jagdish jag | lakshmi laxmi | padmanabhan paddy | siddharth sid
abhishek abhi | aditya adi | anirudh ani | vikram vik vicky | vivekananda vivek | srinivas srini vasu
balakrishnan bala balu
balasubramanian bala | gopalakrishnan gopal | chandrasekhar chandra shekhar | mohammed mo hamada
mustafa mo | abdullah abdul
abdulrahman abdul abdo | ibrahim ibby abe | khadija khadi | fatima fatma fati | zainab zee | oluwaseun seun
oluwatobi tobi
oluwafemi femi | olufemi femi | olusegun segun | adebayo bayo | babatunde tunde | chukwuemeka emeka
ngozichukwu ngozi
chinedu nedu | ifeoma ify | temitope temi tope | folasade sade | kwabena kobby | maria mari ma | marisol mari
consuelo chelo | concepcion concha conchita | rosario charo | mercedes meche | rafael rafa | roxanne roxy
santiago santi | william wm | george geo | robert robt | charles chas | james jas | joseph jos | thomas thos
edward edw
"""

_SPELLINGS = """
mohammed mohammad muhammad muhammed mohamed mohamad mohamud mahomed muhamad muhamed mohd md mohammod
muhammet mehmet
ahmed ahmad ahmet achmed | hussain hussein husain husein hossain hosain hussien husayn hossein
hassan hasan hasaan
ali aly | yusuf youssef yousef yousuf yusef yussuf yousif youssif | ibrahim ebrahim ibraheem
khalid khaled khalad | omar umar omer
usman osman uthman othman ousmane | mahmoud mahmood mahmud mehmood | mustafa mostafa moustafa mustapha
abdullah abdallah abdulla
abdulrahman abdurrahman abdelrahman abdurahman abdurehman | abdulaziz abdelaziz | rahman rehman
karim kareem | rahim raheem
rashid rasheed | saeed said saied sayeed | tariq tarek tarik tareq | nasir nasser naser | jamal gamal
jamil jameel gamil
walid waleed | majid majeed majed | hamid hameed | samir sameer | amir ameer | nadim nadeem
salim saleem selim | sami samy
bashir basheer bachir | fouad fuad | fayez faiz | ayesha aisha aysha aicha | fatima fatimah fatma fatema
zainab zaynab zeinab zeynep
khadija khadijah hatice | maryam mariam meryem | layla leila laila leyla | noor nour nur | huda hoda
amina aminah
yasmin yasmeen jasmine yasmine | syed sayed sayyed said seyed | sheikh shaikh shaik
sergei sergey serhii serge
dmitri dmitry dmitriy dimitri dimitry | alexander aleksandr alexandr alexandre aleksander
alexandra aleksandra | alexei alexey aleksei aleksey
evgeny yevgeny evgeniy eugeny evgeni yevgeni eugene | yuri yury iurii yuriy | andrei andrey andriy
nikolai nikolay mykola
mikhail michail mykhailo | tatiana tatyana tetiana | natalia natalya nataliya nathalia
yekaterina ekaterina | yelena elena olena helena
lyudmila ludmila liudmila | anatoly anatoliy anatoli | vasily vasiliy vasyl | grigory grigoriy | igor ihor
oleg oleh
vladimir volodymyr wladimir | steven stephen stefan steffen | jeffrey geoffrey jeffery | sarah sara
catherine katherine kathryn katharine catharine kathrine
philip phillip filip | eric erik erick | marc mark | nicholas nicolas nikolas | brian bryan
alan allan allen | ann anne
carl karl | theresa teresa therese | rebecca rebekah | isabel isabelle isobel | sean shaun shawn
lindsay lindsey | stuart stewart
elizabeth elisabeth | rachel rachael | megan meghan | deborah debra | frederick frederic fredrick friedrich
lawrence laurence
matthew mathew | michael micheal michel | jonathan johnathan jonathon | joseph josef yosef
theodore theodor | vincent vinzenz
gabriel gavriel | raphael rafael | suzanne susanne susanna | christine kristine | christina kristina
kristen kristin
christopher kristopher cristopher | monica monika | veronica veronika | victor viktor | lucas lukas
marcus markus | oscar oskar
erica erika | jacob jakob | zachary zachery zackary | anthony antony | terrence terence | gerard gerhard
lewis louis | luis luiz
venkatesh venkatesan venkatesha | lakshmi laxmi | rajiv rajeev | sanjiv sanjeev | vikas vikash | anil aneel
sunil suneel
dilip dileep | vijay vijai bijoy | srinivas srinivasan sreenivas | vishwanath viswanath | sudhir sudheer
mukesh mookesh
pradeep pradip | sandeep sandip | kuldeep kuldip | jagdeep jagdip | ashok asok
subramanian subramaniam subramanyam subramanyan
krishnamurthy krishnamurti krishnamoorthy | siddharth siddhartha sidharth | swathi swati | kavitha kavita
sunitha sunita
geetha geeta gita | deepthi deepti | smitha smita | preethi preeti priti | shruthi shruti sruthi
aarti arti arati | pooja puja
neelam nilam | meena mina | reena rina | seema sima | veena vina | leena lina | gurpreet gurprit | xu hsu
zhou chou
"""

_KNOWN = """
aaron adrian adriana aidan aisha alan alana alba aldo alejandra alessandra alfonso alina alma alicia alison
alvaro amal amber amina amir amira amit amita
amrita ana andre andres angel angelica angelo anil anila anita anjali anjana ankit ankita ankur annette
antoine anton antonia anuj anup anya april
arash aria ariel arjun arlene armando arnold arturo arun aruna asha ashish ashley astrid ayman audrey austin
ava
balaji beatriz bella benita beth bianca bilal blake bonnie boris brandon brenda brendan brent brett bridget
brooke bruce bruno bryce
camila camille carla carlo carlos carmen carol carole casey cecil celeste celine cesar chad chandra chantal
chetan chloe christa
claire clara clare claude claudia claudio clara colin colleen connor corey craig cristina curtis cyril
dale damian dana danny daniela dara daria dario darren darius darrell dawn dean deepa deepak deepika denise
denis derek devin diana diane diego dina dinesh dirk
divya dominique donna dora doris duncan dwight dylan
earl edith efrain eileen elaine eli elias elisa elise ella ellen elliot elsa emil emilia emilio emma enrico
eric erika erin ernesto esteban esther ethan eva eve
fabian fadi faisal farah farhan fatima felipe felix fernanda fernando fiona flora florian francesca
francesco francois franz
gail gary gaurav gavin geeta gemma genevieve georgia georgina gerardo ghassan gina giovanni girish gita glen
glenn gopal gordon grace graham grant greta guido
hadi hala hana hanna hannah hans hari harish harriet haruka harvey hassan hector heidi helena helga hemant
henrik hilary hilda hiroshi holly hope hugh hugo
ian ilya imran ines ingrid irene irina iris irma isaiah isha ivy
jack jackson jaime jake jamie jan jana janice jared jasmine javier jay jaya jayesh jean jeanne jeannette
jenna jerry jesse jia jill jin jing joan joann joanne jocelyn joel
joan joe johan johann jordan jorge josefina joy joyce juan juana judah judy juliana julie juliet julio june
justin justine
kaitlyn kamal kamala kapil kara karan kareem karim karina karl karla kate katrina katya kavita kay keith
kelly kelvin kerry kevin kiran kirk kirsten krishna kristen kristin kumar kurt kyle
lakshmi lance lara lars laura laurel lauren laurent laurie layla lea leah lee leila lena leo leon leona
leonor leroy leticia levi liam lila lina ling lionel lisa lois lola
loren lorena lorenzo loretta lori lorna lorraine lucas lucia luciano lucy luigi luke luna lydia lyle lynn
mae magda mahesh maia malcolm malik mandy manish manisha manoj mara marcel marcela marcella marcia marco
margarita margo mariana marianne marie marina mario marion maritza marjorie marlene
marta martina mason mateo mathilde matilda matteo maura mauricio max maxine maya meera mei melina melinda
mercedes meredith michaela michele miguel mika mila milan mildred min mina ming miranda
mira mohan mohit moira molly mona monique morgan moses mukesh muriel myra myrna
nabil nadia nadine nadira nancy naomi narayan naresh nasir neal neel neha neil nelson neeraj nidhi nikhil
nikita nina nisha nishant nita nitin noah noel nora norma
octavio olga omar omkar orlando oscar otto owen pablo paige pamela pankaj paola paolo parker parveen pascal
paul paula paulette pauline paulo pavel pearl pedro penelope perry petra phoebe pierre pilar pradeep
prakash pramod pranav prasad prashant praveen preeti prem priya priyanka pritam puneet qing quentin
rafaela raghu raghav rahul raja rajan rajesh rajeev rakesh ralph ram rama raman ramesh ramon ramona rana
randa rania rashid rashida ravi raquel rekha rena rene renee rhonda rita ritu rohan rohini rohit roman ron
ronald
rosa rosalie rosalyn rosanna rose roshan ross roxana roy ruben ruby rupa ruth ryan
sabina sabrina sachin sadia saira sajid salim salma salman samar samir samira sana sandeep sandhya sandra
sangeeta sanjay sanjeev sanjiv santosh saul saurabh savannah scott selena selma serena shamim shane sharon
shashi
sheila shelby sheldon sherry shilpa shirin shivani shobha shreya sidney silvia simon simona simone smita
sofia sonia sonja sonya sophia sophie stacey stacy stella stephane sudha sudhir sultan suman sumit
sunil sunita suresh surya susana sushma sven swati sylvie taha tamara tania tara tarun taylor tejas tina
todd toni tracy travis trevor tristan troy tyler
uma umesh ursula usha valentina valeria vandana varun vera verena vicente victoria vidya vijay vikas vikram
vimal vinay vincenzo vineet vinod viola violet virgil vishal vivek vivian viviana
wade walid wanda warren wayne wei wendy wesley whitney wilma xavier xin yan yang yara yasmin yasir yolanda
yoshiko yuki yun yvette yvonne zahra zain zara zoe zoltan zubair
alexandre amanda angela anna anne barbara carlotta christa danielle davida ernestine erma frieda henrietta
jacinta joana josephina karolina larissa lorraine lucinda marcos marietta nathalie
nora orla ottilie paulina philippa renata roberta rosalia rosalind sigrid tomas ulrich ulrike viktoria
waltraud werner wilhelmina dieter jurgen jorg heinz gunter gunther helmut hermann holger
"""


def _groups(text: str) -> list[list[str]]:
    """One group per `|` or line end."""
    return [group.split() for line in text.strip().splitlines() for group in line.split("|") if group.split()]


def _full_forms() -> dict[str, frozenset[str]]:
    """Name to the names it may stand for: spellings first, so that a short form reaches every spelling."""
    spelled: dict[str, set[str]] = {}
    for group in _groups(_SPELLINGS):
        for name in group:
            spelled.setdefault(name, set()).add(group[0])
    full: dict[str, set[str]] = {name: set(heads) for name, heads in spelled.items()}
    for head, *shorts in _groups(_SHORT_FORMS):
        heads = spelled.get(head, {head})
        full.setdefault(head, set()).update(heads)
        for short in shorts:
            full.setdefault(short, {short}).update(heads)
    return {name: frozenset(heads) for name, heads in full.items()}


_FULL_FORMS = _full_forms()
KNOWN_NAMES = frozenset(_KNOWN.split()) | frozenset(_FULL_FORMS)


@lru_cache(maxsize=20_000)
def full_forms(name: str) -> frozenset[str]:
    """Every name a folded first name may stand for, itself included: `bob` gives `bob` and `robert`."""
    return _FULL_FORMS.get(name, frozenset()) | {name}
