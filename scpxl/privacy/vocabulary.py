"""Words that tell a person from a firm, a law or a place, and a number plate from a code.

First names are those most often met in England and Wales, of every community; a name that is not among them
is still found where nothing says that it is no person's.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST_NAMES = _words(
    """
    aaliyah aaron abby abdi abdul abdullah abdullahi abigail abu adam adel adele adeola adrian agata agnes agnieszka
    ahmad ahmed aidan aileen aisha aishah alan alana alastair albert alberto alec alejandro aleksandra alex alexa
    alexander alexandra alexandru alexia alexis alfie alfred ali alice alicia alina alisha alison alistair allan
    allison alma alyssa amal amanda amar amara amber amelia amina amir amit amjad amrit amy ana anastasia andre andrea
    andreea andrei andrew andrzej andy angela angelica angelina angus aniela anil anisa anita anja ann anna annabel
    anne annette annie anthony antonia antonio anwar april arash archie arjun arman arnold arthur arun aryan asad asha
    ashley ashok asif asma astrid athena audrey august aurora austin ava avi aya ayaan ayesha ayo babatunde barbara
    barry bartosz beata beatrice becky belinda ben benjamin bernadette bernard beth bethany betty beverley bilal bill
    billy blessing bob bobby bogdan boris brandon brenda brendan brian bridget brigitte bronwyn bruce bryan byron
    caitlin callum calum cameron camilla candice carl carla carlos carly carmel carmen carol caroline carolyn caspar
    catalina catherine cathy catriona cecilia cedric celia chanel chantelle charlene charles charlie charlotte chelsea
    cheryl chidi chike chinedu chioma chloe chris christian christina christine christopher ciara claire clara clare
    clarissa claudia clifford clive colette colin colleen collette connor conor constance cora coral corey corinne
    courtney craig crystal curtis cynthia daisy dale damian damien damilola dan dana daniel daniela danielle danny
    daphne darius darren dave david davina dawid dawn dean deborah debbie declan deepak delroy denis denise dennis
    derek dermot desmond destiny devon diana diane dilip dimitri dina dinesh dionne dmitri dolores dominic dominik
    dominique donald donna dora doreen doris dorota dorothy douglas duncan dwayne dylan ebony eddie edith edmund edward
    edwin eileen elaine eleanor elena eli elias elif elijah elisabeth elise elizabeth ella ellen ellie elliot elliott
    eloise elsie emeka emily emilia emma emmanuel eric erica erin ernest esme esther ethan eugene eunice eva evan eve
    evelyn ewa faisal faith farah fareeda farhan farouk farzana fatima fatma fay felicity felix fergus fernando finlay
    fiona florence florin folake frances francesca francis francisco frank fred freda frederick freya funmi gabriel
    gabriela gail gareth garry gary gavin gemma gemini geoff geoffrey george georgia georgina gerald geraldine gerard
    gertrude giles gillian gina giovanni giulia glen glenda glenn gloria glynis godfrey gordon grace graham grant greg
    gregory greta grzegorz gulsen gurpreet guy gwen habib hadiya hafsa haider hamid hamza hana hannah hans harold
    harpreet harriet harrison harry haris harun harvey hasan hashim hassan hayley hazel heather hector heidi helen
    helena henry herbert hilary hilda hira holly hope howard hugh hugo humphrey huseyin hussain hussein ian ibrahim ida
    idris ifeoma igor ikram imogen imran ines ingrid ioana iqra irena irene iris irina isaac isabel isabella isabelle
    isaiah ishaan isla ismail ivan ivy jack jackie jacob jacqueline jade jaden jai jaime jake jakub jamal james jamie
    jan jana jane janet janice janine jared jasmin jasmine jason jaswinder javed jay jayne jean jeanette jeffrey jemima
    jemma jennifer jenny jeremiah jeremy jermaine jerome jerry jess jesse jessica jill jim jimmy jo joan joana joanna
    joanne jocelyn jodie joe joel john johnny jolanta jon jonathan jordan jorge jose joseph josephine josh joshua joy
    joyce juan jude judith judy julia julian julie juliet june justin justyna kai kamal kamila karen karim karl karolina
    kasia kate katarzyna katherine kathleen kathryn kathy katie katy kay kayleigh keiran keith kelechi kelly kelvin
    kemal kemi ken kenneth kerry kevin khadija khalid kieran kiera kim kimberley kiran kirsten kirsty kofi kris krisztina
    krystyna krzysztof kumar kwame kyle lara larry latoya laura lauren laurence lawrence layla leah leanne lee leila
    lena lenny leo leon leona leonard leroy leslie lesley lewis leyla liam lily linda lindsay lindsey lisa liz lloyd
    logan lois lola lorna lorraine lottie louis louisa louise lucas lucia lucy luis luka lukasz luke luther lydia lynda
    lynn lynne mabel maciej macy maddison madeleine madison magda magdalena mahmood mahmoud maisie malachi malcolm malik
    malgorzata mandy manuel marc marcel marcia marcin marco marcus marek margaret maria mariam marian marianne maria
    marie marilyn marina mario marion marisa marjorie mark marlene marta martha martin martina martyn marvin mary maryam
    mason mateusz matilda matthew maureen maurice max maxine maxwell maya megan mehmet mel melanie melissa melvin
    mercy meryem mia michael michal michele michelle miguel mihai mike mikolaj mildred millie milly milo mina miranda
    miriam mitchell mo mohamed mohammad mohammed mohamud moira molly mona monica monika morag morgan moses muhammad
    mumtaz muriel murray mustafa myra nabil nadia nadine nancy naomi nasir nasreen natalia natalie natasha nathan
    nathaniel naveed neha neil nelson nia niall nicholas nick nicola nicolae nicole nigel nikhil nikita nikki nikolai
    nikos nina nisha noah noel nora noreen norma norman nuala nur oksana ola olga oliver olivia oluwaseun omar orla
    osama oscar osman owen pam pamela paolo parveen pat patience patricia patrick patrycja paul paula pauline pavel
    pearl pedro peggy penelope penny percy peter petra phil philip philippa phillip phoebe phyllis pierre piotr polly
    poppy prakash pravin precious preeti priscilla priya qasim queenie quentin rachael rachel radoslaw rafal raheem
    rahul raj rajesh ralph ramesh rania rashid raul ravi ray raymond rebecca reece reggie reginald rehana rene renee
    reuben rhiannon rhys rica ricardo richard rick ricky riley rita rob robert roberta roberto robin robyn roger rohan
    roisin roland roman ron ronald ronan ronnie rory rosa rosalind rosanna rose rosemary rosie ross rowan roxanne roy
    ruby rudolph rukhsana rupert russell ruth ryan saad sabina sabrina sadia safa saira sajid salim sally salma sam
    samantha samina samir samira samson samuel sana sandeep sandra sandy sanjay santiago sara sarah sasha saskia scarlett
    scott sean sebastian selena selina seun shabana shabnam shahid shahida shakira shamima shane shanice shannon sharon
    shaun shauna sheena sheila shelley shirley shreya sian sidney siddiq sienna simon simone sinead siobhan sofia sonia
    sophia sophie stacey stan stanislaw stanley stavros stella stephanie stephen steve steven stuart sue suleiman sultana
    sumaya sunil sunita susan susanna suzanne svetlana sybil sylvia tabitha tahir tamara tamsin tania tanya tara tariq
    tasha taylor ted temitope terence teresa terry tessa theo theodora theodore theresa thomas tiffany tim timothy tina
    tobias toby todd tolu tom tomas tomasz tommy toni tony tracey tracy trevor tricia trisha trudy tunde tyler tyrone
    uche ursula usha usman valentina valerie vanessa vera verity vernon veronica vicky victor victoria vijay vikram
    vinay vincent viola violet virginia vivian vivienne wahid walter wanda warren wayne wendy wesley wilfred will william
    wilson winifred winston wojciech xavier yan yasin yasmin yasmine yetunde yolanda yousef youssef yuki yusuf yvette
    yvonne zac zachary zahid zahra zainab zak zara zeeshan zeynep zoe zofia zubair zuzanna
    """
)

NOT_NAMES = _words(
    """
    act acts action additional advice agency agenda agreement air airport alliance ambulance annual appendix approved
    april area arms asb assembly associates association authority autumn bank bill block board borough branch brigade
    bridge british broadway budget building buildings bureau bus cabinet cafe camera campaign capital care catering
    cathedral census central centre chair chairman chairwoman chamber chapel charity charter chief children church
    cinema circle city civic civil clause clinic club code college comics command commission commissioner committee
    communications community company computers conference conservative constabulary construction consultants consulting
    contract convention corporation council county court crime cross crown customs data day death declaration decree deed
    defence delivery department depot design development direct directive director disorder district division domestic
    drive drug duty east edition education electric electronics emergency energy engineering england english
    enterprises environment equality estate estates europe evaluation executive exchange export express extension
    facilities factory fair family farm february federation festival final finance fire first force foundation forum
    free fund funding gallery games garage garden gardens gas general glossary government grant grants great green group
    grove guidance guide hall health heath high highway highways hill holdings holiday holidays home homes hospital hotel
    house housing human hub improvement industrial industries information initiative inn inquiry inquest institute
    insurance international inquiry investments island january joint journal july justice kingdom labour lake lane law
    league lease legal leisure liberal libraries library licence licensing limited lines list local lodge logistics london
    magistrates mail maintenance mall management manager march market marketing media meeting memorandum mental metro
    metropolitan ministry monday month motor motors museum music national network new newsletter night north northern
    november notice october offences offender offenders office officer officers old olympic open operation operations
    order orders ordinance outreach panel parade parish park parking parks parliament part partners partnership patrol
    permit phase pilot place plan planning plans plant plc point police policing policy pool port post power practice
    president press prevention primary prime prison probation products programme project properties property protocol
    public publishing punch quarter railway rail range records recovery red referral reform region regional register
    regulation regulations release relief renewal rental repairs report republic rescue research residents restaurant
    retail review revised rights river road roads route royal rules safe safeguarding safer safety sales saturday scheme
    school schools science scotland secondary secretary section security select senior september series service services
    settlement shop shopping shops site social society software solutions south speaker spring square stadium staff
    standards state states station stations statistics statute statutory store stores strategy street streets studio
    studios summer sunday supplies support survey system systems target team teams technologies technology telecom
    television temple terms terrace theatre thursday tower town trade traders trading training transfer transport travel
    treaty tribunal trust tube tuesday tyres underground union unit united university value vehicle version village
    violence visit voluntary wales ward waste watch water waterways wednesday week welfare west western white winter
    women words work works workshop world year years young youth
    alcoholics anonymous narcotics mencap barnardo barnardos homestart shelter mind refuge solace hestia nacro cranstoun
    balfour beatty capita serco sodexo mitie kier skanska amey veolia ringway mouchel clarion peabody genesis sanctuary
    notting tesco sainsbury sainsburys asda morrisons boots superdrug argos primark costco ikea barclays lloyds santander
    natwest vodafone openreach thameslink arriva metroline stagecoach deloitte accenture oracle google facebook twitter
    amazon virgin thames
    barnet brent camden enfield harrow haringey hackney islington westminster ealing croydon bromley bexley greenwich
    lewisham southwark lambeth wandsworth merton sutton kingston richmond hounslow hillingdon havering redbridge newham
    barking dagenham kensington hammersmith fulham waltham hendon finchley edgware colindale manchester birmingham leeds
    liverpool bristol cardiff edinburgh glasgow sheffield nottingham leicester coventry essex kent surrey sussex
    hertfordshire middlesex
    excel word outlook windows sharepoint powerpoint access microsoft sql
    the and our for his her its who was were has had have not but are all any one two new since until from with without
    this that these those they them then there when where which while will would should could may might must shall can
    """
)
"""No person's name, or far more often another thing's."""

SURNAMES_TOO = _words(
    """
    banks bell bishop black bloom bond bridge brooks brown case cash chambers chance church cross day english fair farm
    fields fox france french grant gray great green grey grove hall heath hill house king lake lane law march marsh moss
    park parks pool post power price road rose shore spring street summer temple tower ward watch waters west white winter
    wood woods young east north england ireland london scotland wales wall
    sutton kingston richmond bromley barnet merton westminster essex kent leeds lewisham bristol sheffield
    """
)
"""Those of them that are common surnames, where a title or a first name leaves no doubt."""

NEVER_SURNAMES = _words(
    """
    said says has had have was were is are will would did does do can could should may might must shall and or but for
    from with without who whom whose which that this these those the then than when where while at in on of to by as
    into about after before because been being also not no nor yet so if a an he she they them him her his their our
    we you it its reported called rang told asked gave left lives lived moved attended visited complained
    """
)
"""What follows 'mr' in small letters and is no name."""

CAPITALS_OF_THREE = _words(
    """
    AND THE FOR HAS WAS BUT NOT ARE HAD ALL OUR ITS ANY NEW OLD NOW PER TWO ONE SIX TEN OUT OFF TOP LOW TOO WHO WHY HOW
    ASB CSP LFB MET NHS VAP TNO RTC GBH ABH DVA DAO SNT MPS BTP CPS PCC YOT YOS LBB CAD FIR BUR ROB VIO HMO HMP YTD AVG
    MAX MIN SUM PCT FTE KPI RAG SLA MOU CCG LAS LAC SEN CIN CPP IOM ISO LTD PLC LLP VAT TBC TBA NIL NCR JCT CCTV DEC NOV
    JAN FEB MAR APR MAY JUN JUL AUG SEP OCT MON TUE WED THU FRI SAT SUN BUS CAR VAN DAY WAR ACT AGE END USE WAY MAP KEY
    LED RUN SET ADD ASK BID CUT GET PUT SAY SEE TRY WIN YES
    """
)
"""Three capitals that are a word or a well-known abbreviation, not the end of a number plate."""

POSTCODE_AREAS = _words(
    """
    AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G
    GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL
    OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF
    WN WR WS WV YO ZE
    """
)
"""Every postcode area there is: what merely has the shape of a postcode is none."""

ROLES = _words(
    """
    admin antisocialbehaviour appeals asb bookings business callcentre central commissioner comms communications
    community communities communitysafety complaints contact contactcentre contactus council crime crimestoppers csp
    customer customerservice customerservices data dataprotection dpo editor enquiries enquiry events feedback finance
    foi fraud general hello help helpdesk helpline hotline housing hr inbox info information it licensing mail mailbox
    mash media neighbourhood neighbourhoods news no noreply office operations parking partnership partnerships
    performance planning police post postmaster press prevent prevention privacy protection public reception recruitment
    referral referrals reply reports reply safe safeguarding safer safety secretary secretariat service services snt
    statistics stats support switchboard team team1 team2 the unit volunteering webmaster website welcome yot yos youth
    """
)
"""What the name of a mailbox is made of that is nobody's own."""

OF_A_ROLE = frozenset(
    {"snt", "team", "mailbox", "inbox", "enquiries", "info", "csp", "noreply", "helpdesk", "mash"}
)
"""One of these among other words is enough: westhendon.snt is a team's."""
