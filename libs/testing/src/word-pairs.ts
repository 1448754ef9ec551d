/** What is written, and what is typed to find it: groups of `written = typed`, with a bar between two of them. \u escapes are what cannot be seen. */
const same: Record<string, string> = {
  'letter case': String.raw`Report = report | DEADLINE = deadline | iPhone = IPHONE | McDonald = mcdonald | ÉCOLE = école | ÅNGSTRÖM = ångström | МОСКВА = москва | ΑΘΗΝΑ = αθηνα | ՀԱՅԱՍՏԱՆ = հայաստան | ᏣᎳᎩ = ꮳꮃꭹ | ᲗᲑᲘᲚᲘᲡᲘ = თბილისი`,
  Turkish: String.raw`İstanbul = istanbul | ISTANBUL = ıstanbul | ısırgan = isirgan | DİYARBAKIR = diyarbakır | Diyarbakır = diyarbakir | Şişli = sisli | çağrı = cagri | Göğüş = gogus | IŞIK = ışık | ağaç = agac | güneş = GUNES | Iğdır = igdir`,
  German: String.raw`Straße = strasse | STRASSE = straße | GROẞ = groß | Müller = muller | schön = schon | Übung = ubung | Fuß = FUSS | Weißwurst = weisswurst | Käse = kase | Gemütlichkeit = gemutlichkeit`,
  French: String.raw`élève = eleve | Noël = noel | garçon = garcon | œuvre = oeuvre | cœur = COEUR | à bientôt = a bientot | naïve = naive | Où = ou | forêt = foret | Saint-Étienne = saint-etienne | ex æquo = ex aequo | l’été = l'ete | aujourd’hui = aujourd'hui | « bonjour » = "bonjour"`,
  Spanish: String.raw`mañana = manana | José = jose | corazón = CORAZON | pingüino = pinguino | ¿Qué tal? = que tal | niño = nino | Málaga = malaga | acción = accion | árbol = arbol`,
  Portuguese: String.raw`São Paulo = sao paulo | coração = coracao | não = nao | Avô = avo | açúcar = acucar | amanhã = amanha | três = tres`,
  Italian: String.raw`perché = perche | città = citta | così = cosi | c’è = c'e | più = piu | L’Aquila = l'aquila`,
  Romanian: String.raw`București = bucuresti | Timişoara = timișoara | țară = tara | Brașov = brasov | înapoi = inapoi | mâine = maine | Iaşi = iasi`,
  Polish: String.raw`Łódź = lodz | Wrocław = wroclaw | zażółć = zazolc | gęślą = gesla | jaźń = jazn | Kraków = krakow | dziękuję = dziekuje | święto = swieto`,
  'Czech and Slovak': String.raw`Dvořák = dvorak | žluťoučký = zlutoucky | kůň = kun | ďábelské = dabelske | Plzeň = plzen | příliš = prilis | Ľubica = lubica | stĺp = stlp | mäkčeň = makcen`,
  Hungarian: String.raw`Győr = gyor | köszönöm = koszonom | árvíztűrő = arvizturo | tükörfúrógép = tukorfurogep | Pécs = pecs`,
  Nordic: String.raw`Øre = ore | Århus = arhus | Malmö = malmo | smørrebrød = smorrebrod | Ærø = aero | Tromsø = tromso | Reykjavík = reykjavik | Þór = thor | Seyðisfjörður = seydisfjordur | Ævar = aevar | Jyväskylä = jyvaskyla | Göteborg = goteborg | Kárášjohka = karasjohka`,
  Baltic: String.raw`Rīga = riga | ačiū = aciu | Šiauliai = siauliai | žmogus = zmogus | Põltsamaa = poltsamaa | õhtu = ohtu | ķēniņš = kenins | ūdens = udens`,
  'South Slavic in Latin': String.raw`Đoković = dokovic | Šibenik = sibenik | Čačak = cacak | žalost = zalost | Ljubljančan = ljubljancan | ǆep = džep | ćevapi = cevapi`,
  'Celtic, Maltese, Albanian, Basque, Catalan, Dutch': String.raw`tŷ = ty | dŵr = dwr | Siân = sian | Sláinte = slainte | Ħamrun = hamrun | Għarb = gharb | Tiranë = tirane | çaj = caj | Lekeitioço = lekeitioco | L·luís = l·luis | Vic-à-vis = vic-a-vis | coöperatie = cooperatie | één = een | ĳs = ijs`,
  Vietnamese: String.raw`Việt Nam = viet nam | phở = pho | Đà Nẵng = da nang | đường = duong | Nguyễn = nguyen | cảm ơn = cam on | Trần = TRAN | bữa = bua | người = nguoi`,
  African: String.raw`ɓera = bera | ɗaki = daki | ƙofa = kofa | ƴaƴa = yaya | Ẹ̀kọ́ = eko | Ọ̀yọ́ = oyo | ụlọ = ulo | Ewe ɖe = ewe de | Lomé = lome | Yaoundé = yaounde | ŋutsu = nutsu`,
  'romanized Asian words': String.raw`Tōkyō = tokyo | Kyūshū = kyushu | Lǚ = lu | Běijīng = beijing | saṃsāra = samsara | Kṛṣṇa = krsna | Əliyev = eliyev | Qarabağ = qarabag | ʿAlī = 'ali | Gyŏngju = gyongju`,
  Greek: String.raw`Καλημέρα = καλημερα | ΚΑΛΗΜΕΡΑ = καλημέρα | Ελλάς = ελλασ | ΟΔΥΣΣΕΥΣ = οδυσσεύς | ΐ = ι | προϊόν = προιον | Ἀθῆναι = αθηναι | ᾠδή = ωδη | μαΐου = μαιου | ευχαριστώ = ευχαριστω | Ὅμηρος = ομηρος`,
  Russian: String.raw`Ёлка = елка | ещё = еще | за́мок = замок | Всё = все | ПРИВЕТ = привет | молоко́ = молоко | Алёна = Алена | сѝний = синий | во́ды = воды`,
  'other Cyrillic': String.raw`КИЇВ = київ | їжа́к = їжак | МІНСК = мінск | Београ̀д = београд | Ӂоль = жоль | СКОПЈЕ = скопје | АЛМАТЫ = алматы | зѐмя = земя | Өлгий = өлгий | си\u0306 = сй | и\u0306од = йод`,
  Hebrew: String.raw`שָׁלוֹם = שלום | שלום = שָׁלוֹם | תֵּל־אָבִיב = תל-אביב | תל־אביב = תל-אביב | צה״ל = צה"ל | ג׳ירפה = ג'ירפה | בְּרֵאשִׁית = בראשית | יִשְׂרָאֵל = ישראל | חַיִּים = חיים | ספרים = ספר | מלכים = מלך | ײִדיש = יידיש | \uFB2Aלום = שלום`,
  Arabic: String.raw`مُحَمَّد = محمد | محمد = مُحَمَّد | أحمد = احمد | إسلام = اسلام | آمنة = امنه | مدرسة = مدرسه | على = علي | مستشفى = مستشفي | مـــرحبا = مرحبا | العربيّة = العربية | السَّلامُ = السلام | كِتاب = كتاب | هٰذا = هذا | مسؤول = مسوول | رئيس = رييس | ٱلله = الله | ﻣﺮﺣﺒﺎ = مرحبا | ﻻ = لا | كيف حالك؟ = كيف حالك? | نعم، شكرا = نعم, شكرا | قرآن = قران | ﷲ = الله | شيئًا = شييا`,
  Persian: String.raw`کتاب = كتاب | علی = علي | یک = يك | می\u200Cخواهم = میخواهم | كيك = کیک | خانهٔ = خانه | خانۀ = خانه | ایران = ايران | آب = اب | بِسیار = بسیار`,
  Urdu: String.raw`ہاں = هاں | مدرسۃ = مدرسہ | زِندگی = زندگی | کَل = کل | آپ = اپ | شُکریہ = شکریہ | لئے = لیے`,
  Hindi: String.raw`ज़रूर = जरूर | फ़िल्म = फिल्म | माँ = मां | चाँद = चांद | क़लम = कलम | पढ़ना = पढना | हाँ = हां | क्\u200Dष = क्ष | अंग्रेज़ी = अंग्रेजी`,
  'other Indic scripts': String.raw`ক্\u200Cষ = ক্ষ | ক\u09CBন = ক\u09C7\u09BEন | ಕ್\u200Dಷ = ಕ್ಷ | \u0B95\u0BCA = \u0B95\u0BC6\u0BBE | \u0D15\u0D4A = \u0D15\u0D46\u0D3E | න්\u200Dද = න්ද`,
  Japanese: String.raw`ﾀﾜｰ = タワー | ｶﾞｽ = ガス | ﾊﾟﾝ = パン | カ\u3099ス = ガス | ＡＢＣ株式会社 = abc株式会社 | ㈱日立 = (株)日立 | 田中\u3000太郎 = 田中 太郎 | １２月 = 12月 | ㍻ = 平成 | 神\uFA19 = 神神 | ｢はい｣ = 「はい」 | 了解。 = 了解. | １０〜２０ = 10~20 | ㌔ = キロ`,
  Chinese: String.raw`（上海） = (上海) | ２０２６年 = 2026年 | 你好，世界 = 你好,世界 | 什么？ = 什么? | 好！ = 好! | ＷｉＦｉ = wifi | 价格：５ = 价格:5 | \uF900 = 豈 | \u2F00 = 一 | 《书》 = 《书》`,
  Korean: String.raw`\u1112\u1161\u11AB\u1100\u116E\u11A8 = 한국 | 한국 = \u1112\u1161\u11AB\u1100\u116E\u11A8 | \u1109\u1165\u110B\u116E\u11AF = 서울 | Ｋ팝 = k팝 | 부산\u200B = 부산 | 학교에 = 학교`,
  'other scripts': String.raw`܀ܫ\u0733ܠܡܐ = ܫܠܡܐ | ߒ\u07EBߞߏ = ߒߞߏ | ሀ\u135Fለ = ሀለ | և = եւ | Երևան = երեւան | កម្ពុ\u200Bជា = កម្ពុជា | น้ำ = น้ำ | ນ້ຳ = ນ້ຳ | བོད\u0F0C = བོད\u0F0B`,
  apostrophes: String.raw`I don’t know = don't | don't = don’t | it's = it’s | it‘s = it's | O’Brien = o'brien | OʼNeill = o'neill | d´accord = d'accord | rock ’n’ roll = 'n' | ‚quoted‘ = 'quoted' | 5′ = 5' | Ta’anit = ta'anit | ＇tis = 'tis | Hawaiʻi = hawai'i | qu‛il = qu'il | ‹oui› = 'oui'`,
  quotes: String.raw`“blue door” = "blue door" | „Guten Tag“ = "guten tag" | »Hallo« = "hallo" | «Привет» = "привет" | 〝はい〟 = "はい" | 6″ = 6" | ”svenska” = "svenska" | ＂wide＂ = "wide" | the “blue door” = “blue door” | «oui» = “oui”`,
  'dashes and hyphens': String.raw`10–20 = 10-20 | e‑mail = e-mail | e-mail = e‑mail | −5 = -5 | -5 = −5 | 2019—2024 = 2019-2024 | well‐known = well-known | git push —force = --force | git push --force = —force | ２０－３０ = 20-30 | Jean‒Luc = jean-luc | a﹣b = a-b | 1⁃2 = 1-2 | Donau\u00ADdampf = donaudampf | Գյուտ֊ = գյուտ- | x ⸺ y = x - y | 3〰4 = 3-4 | foo ― bar = foo - bar | tele\u00ADphone = telephone`,
  digits: String.raw`٣٠٥ = 305 | ۱۲۳ = 123 | १२३ = 123 | ১২৩ = 123 | ๑๒๓ = 123 | ໑໒໓ = 123 | ၁၂၃ = 123 | ៤៥៦ = 456 | ༡༢༣ = 123 | ௧௨௩ = 123 | ౧౨౩ = 123 | ೧೨೩ = 123 | ൧൨൩ = 123 | ૧૨૩ = 123 | ੧੨੩ = 123 | ୧୨୩ = 123 | ߁߂߃ = 123 | ᠑᠒᠓ = 123 | １２３ = 123 | 𝟏𝟐𝟑 = 123 | ① = 1 | x² = x2 | H₂O = h2o | ½ = 1/2 | 305 = ٣٠٥ | 2026 = ۲۰۲۶ | ٪٥٠ = %50 | ٣٫١٤ = 3.14 | 𞥑𞥒 = 12 | ꘡꘢ = 12`,
  'signs and symbols': String.raw`№ 5 = no 5 | Tel℡ = teltel | 5℃ = 5°c | ™ = tm | … = ... | wait… = wait... | ⅣX = ivx | ﬁle = file | oﬃce = office | Kelvin K = kelvin k | 10 µm = 10 μm | Å = å | Ω = ω | ㎏ = kg | ㎢ = km2 | ⒜ = (a) | ¼ = 1/4 | 𝓗𝓮𝓵𝓵𝓸 = hello | ℌ𝔢𝔩𝔩𝔬 = hello | ⓗⓔⓨ = hey | user＠example = user@example | 100％ = 100% | ＃1 = #1 | Ｃ＋＋ = c++ | a∕b = a/b | 3∶1 = 3:1 | 2∗3 = 2*3`,
  'what cannot be seen': String.raw`re\u200Bport = report | re\u2060port = report | \uFEFFreport = report | rep\u034Fort = report | \u202Areport\u202C = report | a\u00A0b = a b | a\u2009b = a b | a\u3000b = a b | \u2068Ana\u2069 = ana | wo\u200Drd = word | f\u200Cish = fish | \u061Cمرحبا = مرحبا | report\u{E0041} = report`,
  emoji: String.raw`I ❤\uFE0F it = ❤ | I ❤ it = ❤\uFE0F | ☺\uFE0F = ☺ | ✔\uFE0E = ✔ | 🏳\uFE0F\u200D🌈 = 🏳🌈 | 🤷\u200D♀\uFE0F = 🤷\u200D♀ | 👍🏽 = 👍 | 👩\u200D🚀 = 👩 | ☎\uFE0F call = ☎ call | party 🎉 = 🎉`,
  'marks upon marks': String.raw`Z\u0351\u036B\u0343algo = zalgo | cafe\u0301 = café | café = cafe\u0301 | o\u0308\u0304 = o | e\u0323\u0302 = ệ | a\u0328\u0301 = ą | S\u0307\u0323 = ṩ | A\u030Angstrom = ångstrom`,
};

/** Different words, of which none finds the other. */
const different: Record<string, string> = {
  English: String.raw`public = pubic | desert = dessert | angle = angel | quiet = quite | form = from | won't = want | it's = its | 10-20 = 1020 | co-op = coop | can't = cant | flight = fright`,
  German: String.raw`Mutter = Mütze | drücken = drucker | Staat = Stadt | Rad = Rat | fordern = fördert | Wahl = Wal | Miene = Mine | Lerche = Lärche`,
  Turkish: String.raw`sık = sırk | kız = kuz | at = et | ılık = alık`,
  'French, Spanish, Polish': String.raw`chien = chein | poisson = poison | hombre = hambre | perro = pero | caro = carro | kot = kat | kos = koz | dessert = désert`,
  Vietnamese: String.raw`bà = bò | phở = phú | mẹ = mỳ | trà = tre`,
  Greek: String.raw`ώρα = χώμα | πότε = ποτό | μήλο = μύλος | πολύ = πόλη | ώμος = ύμος`,
  Russian: String.raw`мой = мои | стой = стои | кой = кои | бой = бои | май = маи | рой = рои | дом = том | шар = щар | съезд = сезд | быть = бить`,
  'Ukrainian, Belarusian, Macedonian, Kazakh': String.raw`їх = іх | мої = моі | ґрати = грати | поўны = поуны | ќе = ке | ѓон = гон | қол = кол | өлең = олең | ұл = ул`,
  Hebrew: String.raw`ספר = ספל | שמר = שמד | כלב = חלב | עת = את | דור = דוד`,
  Arabic: String.raw`كلب = قلب | سيف = صيف | تين = طين | نور = ثور | حبل = جبل | خال = حال | بيت = بنت | عرب = غرب`,
  'Persian and Urdu': String.raw`گل = كل | پدر = بدر | چای = جای | کھانا = کہانا | ژرف = زرف | کے = کی | بھی = بہی | سڑک = سرک | ٹال = تال`,
  Hindi: String.raw`कि = की | दिन = दीन | मिल = मील | सुना = सूना | बल = बाल | कल = काल | में = मैं | और = ओर | कम = काम | बेल = बैल | डाल = दाल | चिता = चीता`,
  'other Indic scripts': String.raw`দিন = দীন | কুল = কূল | பல் = பால் | மனம் = மணம் | కల = కాల | ಮರ = ಮಾರ | മല = മാല | ਮਲ = ਮੱਲ | વન = વાન | বাড়ি = বাডি`,
  'Thai, Lao, Khmer, Burmese': String.raw`ไม่ = ไม้ | เสือ = เสื่อ | ปา = ป้า | ข้าว = ขาว | มาก = หมอก | ใกล้ = ไกล | ປາ = ປ້າ | កា = គា | က = ခ`,
  Japanese: String.raw`かき = がき | はは = ぱぱ | ふた = ぶた | タンク = ダンク | ハス = バス | びょういん = びよういん | おばさん = おばあさん | カツ = カッ | ヒル = ビル | 東京 = 京東`,
  Chinese: String.raw`上海 = 海上 | 天 = 夫 | 土 = 士 | 未 = 末 | 己 = 已 | 买 = 卖 | 大 = 太 | 人 = 入 | 日 = 曰`,
  Korean: String.raw`가 = 까 | 달 = 탈 | 방 = 빵 | 개 = 게 | 눈 = 논 | 불 = 뿔 | 밤 = 뱀`,
  'numbers and signs': String.raw`1.5 = 15 | 305 = 350 | -5 = +5 | 10:30 = 1030 | c++ = c# | 3/4 = 3-4 | 50% = 50$ | a_b = a-b | @ana = #ana | 1.2.3 = 1.3.2 | ٣٠٥ = 350`,
  emoji: String.raw`👍 = 👎 | ❤ = 💔 | 😀 = 😃 | 🎉 = 🎊 | ☺ = ☹`,
};

export interface WordPair {
  kind: string;
  written: string;
  typed: string;
}

function pairsOf(groups: Record<string, string>): WordPair[] {
  return Object.entries(groups).flatMap(([kind, text]) =>
    text.split(' | ').map((line) => {
      const [written = '', typed = ''] = line
        .replace(/\\u(?:\{([0-9A-F]+)\}|([0-9A-F]{4}))/g, (_all, long: string, short: string) => String.fromCodePoint(Number.parseInt(long ?? short, 16)))
        .split(' = ');
      return { kind, written, typed };
    }),
  );
}

/** What is written must be found by what is typed. */
export const samePairs: readonly WordPair[] = pairsOf(same);
/** Neither must be found by the other. */
export const differentPairs: readonly WordPair[] = pairsOf(different);
