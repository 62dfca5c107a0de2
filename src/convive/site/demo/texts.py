"""What the pages of the two invented cities say, in six languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PageTexts:
    """The texts of a city's page in one language."""

    title: str
    introduction: str
    """Says, before anything else, that the city is invented."""
    about: str


# fmt: off
TEXTS: Mapping[str, Mapping[str, PageTexts]] = {
    "aldermonde": {
        "en": PageTexts(
            "Aldermonde",
            "Aldermonde does not exist. It is an invented city on a river, made for trying out Convive. "
            "Its people and its figures are invented too.",
            "Aldermonde has 14 districts on both banks of the Alder. The inner city and the streets "
            "around the station are old and dense; farther out lie villages that have grown into suburbs. "
            "In ten years the city has grown slowly, and people born in another country have come to live "
            "in more of its districts. Every border, name and figure is calculated from one fixed "
            "starting value, so everyone who tries Convive sees the same city.",
        ),
        "nl": PageTexts(
            "Aldermonde",
            "Aldermonde bestaat niet. Het is een verzonnen stad aan een rivier, gemaakt om Convive uit te "
            "proberen. Ook de mensen en de cijfers zijn verzonnen.",
            "Aldermonde telt 14 wijken op beide oevers van de Alder. De binnenstad en de straten rond het "
            "station zijn oud en dichtbebouwd; verder weg liggen dorpen die tot buitenwijken zijn "
            "uitgegroeid. In tien jaar is de stad langzaam gegroeid, en mensen die in een ander land "
            "geboren zijn, zijn in meer wijken komen wonen. Elke grens, elke naam en elk cijfer is "
            "berekend uit één vaste beginwaarde, zodat iedereen die Convive uitprobeert dezelfde stad "
            "ziet.",
        ),
        "fr": PageTexts(
            "Aldermonde",
            "Aldermonde n’existe pas. C’est une ville inventée au bord d’une rivière, faite pour essayer "
            "Convive. Ses habitants et ses chiffres sont inventés aussi.",
            "Aldermonde compte 14 quartiers sur les deux rives de l’Alder. Le centre et les rues autour "
            "de la gare sont anciens et denses\u00a0; plus loin se trouvent des villages devenus des "
            "banlieues. En dix ans, la ville a grandi lentement, et des personnes nées dans un autre pays "
            "sont venues vivre dans davantage de quartiers. Chaque limite, chaque nom et chaque chiffre "
            "est calculé à partir d’une même valeur de départ\u00a0: toutes les personnes qui essaient "
            "Convive voient donc la même ville.",
        ),
        "it": PageTexts(
            "Aldermonde",
            "Aldermonde non esiste. È una città inventata, su un fiume, creata per provare Convive. Anche "
            "le persone e i dati sono inventati.",
            "Aldermonde ha 14 quartieri sulle due rive dell’Alder. Il centro e le strade intorno alla "
            "stazione sono antichi e densi; più lontano si trovano paesi diventati sobborghi. In dieci "
            "anni la città è cresciuta lentamente e le persone nate in un altro paese sono venute ad "
            "abitare in un numero maggiore di quartieri. Ogni confine, ogni nome e ogni dato è calcolato "
            "a partire da un unico valore iniziale: chiunque provi Convive vede quindi la stessa città.",
        ),
        "sv": PageTexts(
            "Aldermonde",
            "Aldermonde finns inte. Det är en påhittad stad vid en flod, gjord för att prova Convive. "
            "Även människorna och siffrorna är påhittade.",
            "Aldermonde har 14 stadsdelar på båda sidor om floden Alder. Innerstaden och gatorna kring "
            "stationen är gamla och tätbebyggda; längre ut ligger byar som har vuxit till förorter. På "
            "tio år har staden vuxit långsamt, och människor som är födda i ett annat land har flyttat "
            "till fler av stadsdelarna. Varje gräns, varje namn och varje siffra har räknats fram ur ett "
            "och samma startvärde, så att alla som provar Convive ser samma stad.",
        ),
        "ar": PageTexts(
            "ألدرموند",
            "ألدرموند مدينة لا وجود لها. إنها مدينة متخيلة على ضفة نهر، أُنشئت لتجربة Convive. وسكانها "
            "وأرقامها متخيلون أيضًا.",
            "تضم ألدرموند 14 حيًا على ضفتي نهر ألدر. وسط المدينة والشوارع المحيطة بالمحطة قديمة ومتراصّة البناء، "
            "وفي الأطراف قرى كبرت حتى صارت ضواحي. خلال عشر سنوات نمت المدينة ببطء، وصار المولودون في بلد "
            "آخر يسكنون في عدد أكبر من أحيائها. كل حدّ وكل اسم وكل رقم محسوب انطلاقًا من قيمة أولية "
            "واحدة، ولذلك يرى كل من يجرب Convive المدينة نفسها.",
        ),
    },
    "bjorkasund": {
        "en": PageTexts(
            "Björkasund",
            "Björkasund does not exist. It is an invented city on a sound, made for trying out Convive. "
            "Its people and its figures are invented too.",
            "Björkasund has 8 districts on both sides of a sound: six on the mainland and two on an "
            "island. The old harbour lies where the water is narrowest; the railway brought the streets "
            "around the station, where most newcomers find their first home. Björkasund is here to show "
            "that two cities in one network see only what the other has published.",
        ),
        "nl": PageTexts(
            "Björkasund",
            "Björkasund bestaat niet. Het is een verzonnen stad aan een zee-engte, gemaakt om Convive uit "
            "te proberen. Ook de mensen en de cijfers zijn verzonnen.",
            "Björkasund telt 8 wijken aan beide kanten van een zee-engte: zes op het vasteland en twee op "
            "een eiland. De oude haven ligt waar het water het smalst is; met de spoorweg kwamen de "
            "straten rond het station, waar de meeste nieuwkomers hun eerste woning vinden. Björkasund is "
            "er om te laten zien dat twee steden in één netwerk van elkaar alleen zien wat de andere "
            "heeft gepubliceerd.",
        ),
        "fr": PageTexts(
            "Björkasund",
            "Björkasund n’existe pas. C’est une ville inventée au bord d’un détroit, faite pour essayer "
            "Convive. Ses habitants et ses chiffres sont inventés aussi.",
            "Björkasund compte 8 quartiers des deux côtés d’un détroit\u00a0: six sur le continent et "
            "deux sur une île. Le vieux port se trouve là où le passage est le plus étroit\u00a0; avec le "
            "chemin de fer sont venues les rues autour de la gare, où la plupart des nouveaux arrivants "
            "trouvent leur premier logement. Björkasund est là pour montrer que deux villes d’un même "
            "réseau ne voient l’une de l’autre que ce qui est publié.",
        ),
        "it": PageTexts(
            "Björkasund",
            "Björkasund non esiste. È una città inventata, su uno stretto, creata per provare Convive. "
            "Anche le persone e i dati sono inventati.",
            "Björkasund ha 8 quartieri sui due lati di uno stretto: sei sulla terraferma e due su "
            "un’isola. Il vecchio porto si trova dove l’acqua è più stretta; con la ferrovia sono nate le "
            "strade intorno alla stazione, dove la maggior parte dei nuovi arrivati trova la prima casa. "
            "Björkasund serve a mostrare che due città della stessa rete vedono l’una dell’altra solo ciò "
            "che è stato pubblicato.",
        ),
        "sv": PageTexts(
            "Björkasund",
            "Björkasund finns inte. Det är en påhittad stad vid ett sund, gjord för att prova Convive. "
            "Även människorna och siffrorna är påhittade.",
            "Björkasund har 8 stadsdelar på båda sidor om ett sund: sex på fastlandet och två på en ö. "
            "Gamla hamnen ligger där vattnet är som smalast; med järnvägen kom gatorna kring stationen, "
            "där de flesta nyanlända hittar sin första bostad. Björkasund finns här för att visa att två "
            "städer i samma nätverk bara ser det som den andra har publicerat.",
        ),
        "ar": PageTexts(
            "بيوركاسوند",
            "بيوركاسوند مدينة لا وجود لها. إنها مدينة متخيلة على مضيق، أُنشئت لتجربة Convive. وسكانها "
            "وأرقامها متخيلون أيضًا.",
            "تضم بيوركاسوند 8 أحياء على جانبي مضيق: ستة على البر الرئيسي واثنان على جزيرة. يقع الميناء "
            "القديم حيث يضيق الماء، ومع السكة الحديدية نشأت الشوارع المحيطة بالمحطة، حيث يجد معظم "
            "الوافدين الجدد مسكنهم الأول. وُجدت بيوركاسوند هنا لتبيّن أن مدينتين في شبكة واحدة لا ترى كل "
            "منهما من الأخرى إلا ما نُشر.",
        ),
    },
}
# fmt: on
