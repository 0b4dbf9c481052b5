/*
 * Number words and months of the common languages, as they are written; the folder folds them when it is made. A word that
 * usually means something else, there or in another common language, is left out (French "neuf" is also "new", Spanish "once"
 * an English word, Turkish "bir" an article), but English "may" and "mar" stay: a form that says "may" says it in every issue.
 */
#include "text/number_words.h"

#include <stddef.h>

const char number_words_text[] =
    /* English */
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions trillion trillions "
    "jan feb mar apr may jun jul aug sep sept oct nov dec "
    "january february march april june july august september october november december\n"
    /* Arabic: numbers, then both systems of months and the North African one */
    "واحد واحدة اثنان اثنين اثنتان اثنتين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني ثمان تسعة تسع عشرة عشر "
    "عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئتان مئتين مائتان مائتين مئات "
    "ثلاثمئة ثلاثمائة أربعمئة أربعمائة خمسمئة خمسمائة ستمئة ستمائة سبعمئة سبعمائة ثمانمئة ثمانمائة تسعمئة تسعمائة "
    "ألف ألفان ألفين آلاف مليون مليونان مليونين ملايين مليونا مليار ملياران مليارين مليارات بليون تريليون تريليونات "
    "يناير فبراير مارس أبريل إبريل مايو يونيو يونيه يوليو يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر "
    "شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين كانون جانفي فيفري أفريل ماي جويلية أوت شتنبر نونبر دجنبر غشت يوليوز "
    "صفر رجب شعبان رمضان شوال\n"
    /* Spanish */
    "dos tres cuatro cinco seis siete ocho nueve diez doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte "
    "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos doscientos trescientos cuatrocientos quinientos seiscientos "
    "setecientos ochocientos novecientos mil miles millón millones "
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr dic\n"
    /* French */
    "deux trois quatre cinq huit dix onze douze treize quatorze quinze vingt trente quarante cinquante soixante "
    "mille milliers milliard milliards "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr avr juil déc\n"
    /* German */
    "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig "
    "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend tausende millionen milliarde milliarden "
    "januar jänner februar märz juni juli oktober dezember jän mär okt dez\n"
    /* Portuguese */
    "dois três quatro cinco sete oito nove dez onze doze treze catorze quatorze quinze dezesseis dezasseis dezessete dezassete dezoito dezenove "
    "dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento duzentos trezentos quatrocentos quinhentos seiscentos "
    "setecentos oitocentos novecentos milhar milhares milhão milhões bilhão bilhões "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev abr dez\n"
    /* Italian */
    "tre quattro cinque sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti "
    "trenta quaranta cinquanta sessanta settanta ottanta novanta cento duecento trecento mille mila milione milioni miliardo miliardi "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre giu lug\n"
    /* Dutch */
    "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig dertig "
    "veertig vijftig zestig zeventig tachtig negentig honderd duizend miljoen miljard januari februari maart mei augustus mrt\n"
    /* Swedish, Danish, Norwegian */
    "två tre fyra fem sju åtta nio elva tolv tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra tusen miljon miljoner miljard miljarder "
    "syv otte elleve tyve hundrede tusind januari februari augusti maj marts\n"
    /* Russian, nominative and genitive */
    "один одна два две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать "
    "семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста "
    "четыреста пятьсот шестьсот семьсот восемьсот девятьсот двух трех трёх четырех четырёх пяти шести восьми девяти десяти двадцати тридцати "
    "тысяча тысячи тысяч миллион миллиона миллионов миллиард миллиарда миллиардов триллион триллиона триллионов тыс млн млрд трлн "
    "январь января февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа сентябрь сентября октябрь октября "
    "ноябрь ноября декабрь декабря янв фев апр авг сент окт ноя дек январе феврале марте апреле июне июле августе сентябре октябре ноябре декабре\n"
    /* Ukrainian */
    "чотири шість вісім десять двадцять тридцять тисяча тисячі мільйон мільйонів мільярд мільярдів "
    "січень січня лютий лютого березень березня квітень квітня травень травня червень червня липень липня серпень серпня вересень вересня "
    "жовтень жовтня листопад листопада грудень грудня\n"
    /* Polish, nominative and genitive */
    "jeden dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście piętnaście szesnaście "
    "siedemnaście osiemnaście dziewiętnaście dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt "
    "dziewięćdziesiąt sto dwieście trzysta czterysta pięćset tysiąc tysiące tysięcy milion miliony milionów miliard miliardy miliardów tys mln mld "
    "styczeń stycznia luty lutego marzec marca kwiecień kwietnia maja czerwiec czerwca lipiec lipca sierpień sierpnia wrzesień września "
    "październik października listopad listopada grudzień grudnia\n"
    /* Turkish */
    "iki üç beş altı yedi sekiz dokuz yirmi otuz elli altmış yetmiş seksen doksan milyon milyar trilyon "
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık\n"
    /* Indonesian and Malay */
    "satu dua tiga empat enam tujuh delapan lapan sembilan sepuluh sebelas belas puluh ratus seratus ribu seribu juta miliar triliun "
    "januari februari maret mei juni juli agustus desember ogos disember jun julai\n"
    /* Persian */
    "یک دو سه چهار پنج شش هفت هشت یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده بیست سی چهل پنجاه شصت هفتاد هشتاد نود صد دویست سیصد "
    "پانصد هزار میلیون میلیارد تریلیون ژانویه فوریه مارس آوریل ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر "
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند\n"
    /* Urdu */
    "ایک تین چار پانچ چھ سات آٹھ دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس تیس چالیس ساٹھ ستر ہزار لاکھ کروڑ ارب ملین بلین "
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر\n"
    /* Hindi */
    "एक दो तीन चार पांच पाँच छह छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस तीस चालीस पचास साठ सत्तर अस्सी नब्बे सौ हजार हज़ार लाख करोड़ अरब "
    "जनवरी फरवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर दिसंबर दिसम्बर\n"
    /* Bengali */
    "দুই তিন চার পাঁচ সাত আট দশ বিশ ত্রিশ চল্লিশ পঞ্চাশ হাজার লাখ কোটি "
    "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর\n"
    /* Greek, nominative and genitive */
    "δύο δυο τρία τρεις τέσσερα τέσσερις πέντε έξι επτά εφτά οκτώ οχτώ εννέα εννιά δέκα έντεκα δώδεκα είκοσι τριάντα σαράντα πενήντα εξήντα "
    "εβδομήντα ογδόντα ενενήντα εκατό διακόσια χίλια χιλιάδες εκατομμύριο εκατομμύρια δισεκατομμύριο δισεκατομμύρια "
    "ιανουάριος ιανουαρίου φεβρουάριος φεβρουαρίου μάρτιος μαρτίου απρίλιος απριλίου μάιος μαΐου ιούνιος ιουνίου ιούλιος ιουλίου "
    "αύγουστος αυγούστου σεπτέμβριος σεπτεμβρίου οκτώβριος οκτωβρίου νοέμβριος νοεμβρίου δεκέμβριος δεκεμβρίου\n"
    /* Hebrew, bare and with the preposition "in" */
    "אחד אחת שניים שני שתיים שתי שלושה שלוש ארבעה ארבע חמישה חמש שישה שש שבעה שבע שמונה תשעה תשע עשרה עשר עשרים שלושים ארבעים חמישים שישים שבעים "
    "שמונים תשעים מאה מאות אלף אלפיים אלפים מיליון מיליארד מיליארדים "
    "ינואר פברואר מרץ מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר "
    "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר\n"
    /* Czech and Slovak */
    "čtyři šest sedm osm devět deset jedenáct dvanáct dvacet třicet čtyřicet padesát tisíc tisíce tisíců milionů milión miliónů miliard miliardy "
    "leden ledna únor února březen března duben dubna květen května červen června červenec července srpen srpna září říjen října listopadu prosinec "
    "prosince štyri šesť osem deväť desať dvadsať tridsať päťdesiat tisíc miliónov január januára február februára marec marca apríl apríla máj mája "
    "jún júna júl júla augusta septembra október októbra novembra decembra\n"
    /* Hungarian and Finnish; Finnish months stand in the partitive */
    "kettő három négy nyolc kilenc tíz húsz harminc negyven ötven hatvan hetven nyolcvan kilencven száz ezer millió milliárd "
    "január február március április május június július augusztus szeptember október november december "
    "kaksi kolme neljä viisi seitsemän kahdeksan yhdeksän kymmenen kaksikymmentä sata tuhat miljoona miljoonaa miljardi miljardia "
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta\n"
    /* Romanian, Catalan, Basque, Albanian */
    "patru cinci șase șapte zece douăzeci treizeci patruzeci cincizeci sută sute mii milioane miliarde "
    "ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie "
    "quatre cinc vuit deu vint trenta milions gener febrer març abril maig juny juliol agost setembre octubre novembre desembre "
    "urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua urtarrilaren otsailaren martxoaren apirilaren maiatzaren "
    "ekainaren uztailaren abuztuaren irailaren urriaren azaroaren abenduaren "
    "janar shkurt prill qershor korrik gusht shtator tetor nëntor dhjetor\n"
    /* Bulgarian, Serbian, Croatian, Slovenian, Macedonian, Belarusian */
    "четири осем девет десет двайсет тридесет хиляди милиона милиони милиарда милиарди януари февруари април юни юли септември октомври ноември декември "
    "четири седам осам јануар фебруар јун јул септембар октобар новембар децембар хиљада хиљаде милиона милијарди јануари јули "
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna studenoga studenog prosinca siječanj veljača ožujak travanj svibanj lipanj srpanj "
    "kolovoz rujan studeni prosinac avgust septembar oktobar novembar decembar tisuća tisuće milijuna milijardi "
    "студзеня лютага сакавіка красавіка чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня\n"
    /* Lithuanian, Latvian, Estonian, Icelandic */
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio lapkritis gruodžio tūkstančių milijonų milijardų "
    "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā "
    "septembrī oktobrī novembrī decembrī tūkstoši miljoni miljardi "
    "jaanuar veebruar märts aprill juuni juuli oktoober detsember miljonit miljardit "
    "janúar febrúar apríl maí júní júlí ágúst október nóvember desember\n"
    /* Danish and Norwegian, where they differ from what is above */
    "femten tretten fjorten seksten nitten tyve tretti førti femti seksti sytti åtti nitti åtte halvtreds tres hundre tusinde millioner milliarder desember mars\n"
    /* Greek short months; Armenian, Georgian, Kazakh, Azerbaijani, Uzbek */
    "ιαν φεβ μαρ απρ ιουν ιουλ αυγ σεπ οκτ νοε δεκ "
    "հունվար հունվարի փետրվար փետրվարի մարտ մարտի ապրիլ ապրիլի մայիս մայիսի հունիս հունիսի հուլիս հուլիսի օգոստոս օգոստոսի սեպտեմբեր սեպտեմբերի "
    "հոկտեմբեր հոկտեմբերի նոյեմբեր նոյեմբերի դեկտեմբեր դեկտեմբերի "
    "იანვარი იანვარს თებერვალი თებერვალს მარტი მარტს აპრილი აპრილს მაისი მაისს ივნისი ივნისს ივლისი ივლისს აგვისტო აგვისტოს სექტემბერი სექტემბერს "
    "ოქტომბერი ოქტომბერს ნოემბერი ნოემბერს დეკემბერი დეკემბერს "
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан "
    "yanvar fevral aprel mayis iyun iyul avqust sentyabr oktyabr noyabr dekabr avgust\n"
    /* Marathi, Gujarati, Punjabi, Tamil, Telugu, Kannada, Malayalam, Sinhala */
    "दोन पाच सहा आठ दहा वीस पन्नास शंभर जानेवारी फेब्रुवारी एप्रिल जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर "
    "જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ જૂન જુલાઈ ઓગસ્ટ સપ્ટેમ્બર ઓક્ટોબર નવેમ્બર ડિસેમ્બર હજાર લાખ કરોડ "
    "ਜਨਵਰੀ ਫਰਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ ਹਜ਼ਾਰ ਲੱਖ ਕਰੋੜ "
    "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர் இரண்டு மூன்று நான்கு ஐந்து ஆறு ஏழு எட்டு ஒன்பது பத்து ஆயிரம் லட்சம் கோடி "
    "జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ జూన్ జూలై జులై ఆగస్టు సెప్టెంబర్ సెప్టెంబరు అక్టోబర్ అక్టోబరు నవంబర్ నవంబరు డిసెంబర్ డిసెంబరు రెండు మూడు నాలుగు ఐదు ఆరు ఏడు ఎనిమిది తొమ్మిది పది వేల లక్షల కోట్ల "
    "ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್ "
    "ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്റ്റംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ "
    "ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්\n"
    /* Filipino and Amharic */
    "dalawa tatlo apat pito walo siyam sampu enero pebrero marso hunyo hulyo agosto setyembre oktubre nobyembre disyembre "
    "ጃንዋሪ ፌብሩዋሪ ማርች ኤፕሪል ጁን ጁላይ ኦገስት ሴፕቴምበር ኦክቶበር ኖቬምበር ዲሴምበር መስከረም ጥቅምት ኅዳር ህዳር ታኅሣሥ ጥር የካቲት መጋቢት ሚያዝያ ግንቦት ሰኔ ሐምሌ ነሐሴ\n"
    /* Vietnamese and Swahili */
    "chín mười trăm nghìn triệu tháng moja mbili tatu nne tano nane tisa kumi elfu "
    "januari februari machi aprili juni julai agosti septemba oktoba novemba desemba\n"
    /* Korean; its months hold digits */
    "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉\n"
    /* Chinese and Japanese: one character is a word */
    "一 二 三 四 五 六 七 八 九 十 百 千 万 萬 亿 億 兆 零 〇 两 兩\n";

void number_filter_add(struct number_filter *filter, uint32_t word)
{
    filter->bits[word >> 22] |= UINT64_C(1) << (word >> 16 & 63) | UINT64_C(1) << (word >> 10 & 63);
    for (size_t t = 0; t < NUMBER_WORD_TABLES; t++) {
        uint32_t place = word >> 8 * number_table_places[t] & 0xFF, choice = word >> 8 * number_table_choices[t] & 0xFF;
        filter->tables[t][(choice >> 7) * 256 + place] |= (uint8_t)(1u << (choice & 7));
    }
}

void number_words_add(struct number_words *set, uint32_t word)
{
    uint32_t slot = word >> 1 & (NUMBER_WORD_SLOTS - 1);
    if (word == 0 || number_words_find(set, word) || set->count >= NUMBER_WORD_SLOTS / 2)
        return;
    number_filter_add(&set->filter, word);
    while (set->slots[slot])
        slot = (slot + 1) & (NUMBER_WORD_SLOTS - 1);
    set->slots[slot] = word;
    set->count++;
}
