"""What each of the cast does, in one plain sentence in six languages, by key of the person."""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
WALK_IN: Mapping[str, Mapping[str, str]] = {
    "policy": {
        "en": "Policy officer of the city: keeps the action plan and its figures.",
        "nl": "Beleidsmedewerker van de stad: houdt het actieplan en de cijfers bij.",
        "fr": "Chargée des politiques publiques de la ville\u00a0: elle tient à jour le plan d’action et "
              "ses chiffres.",
        "it": "Responsabile delle politiche della città: tiene aggiornati il piano d’azione e i suoi dati.",
        "sv": "Handläggare i staden: håller handlingsplanen och dess siffror aktuella.",
        "ar": "مسؤولة السياسات في المدينة: تتابع خطة العمل وأرقامها.",
    },
    "coordinator": {
        "en": "Buddy coordinator at Maatjes aan de Alder: brings newcomers and volunteers together.",
        "nl": "Buddycoördinator bij Maatjes aan de Alder: brengt nieuwkomers en vrijwilligers samen.",
        "fr": "Coordinateur des duos chez Maatjes aan de Alder\u00a0: il met en contact nouveaux "
              "arrivants et bénévoles.",
        "it": "Coordinatore delle coppie di Maatjes aan de Alder: fa incontrare nuovi arrivati e "
              "volontari.",
        "sv": "Samordnare på Maatjes aan de Alder: för samman nyanlända och volontärer.",
        "ar": "منسق الثنائيات في جمعية Maatjes aan de Alder: يجمع بين الوافدين الجدد والمتطوعين.",
    },
    "counsellor": {
        "en": "Counsellor: makes a long-term plan together with each newcomer.",
        "nl": "Trajectbegeleider: maakt samen met elke nieuwkomer een plan op lange termijn.",
        "fr": "Conseillère\u00a0: elle établit avec chaque nouvel arrivant un plan à long terme.",
        "it": "Consulente: prepara con ogni nuovo arrivato un piano a lungo termine.",
        "sv": "Vägledare: gör en långsiktig plan tillsammans med varje nyanländ.",
        "ar": "مرشدة: تضع مع كل وافد جديد خطة طويلة الأمد.",
    },
    "school": {
        "en": "School registration officer: runs the registration round and answers families.",
        "nl": "Medewerker schoolinschrijvingen: leidt de inschrijvingsronde en beantwoordt vragen van "
              "gezinnen.",
        "fr": "Responsable des inscriptions scolaires\u00a0: il mène la période d’inscription et répond "
              "aux familles.",
        "it": "Addetto alle iscrizioni scolastiche: gestisce il periodo di iscrizione e risponde alle "
              "famiglie.",
        "sv": "Handläggare för skolplaceringar: sköter anmälningsomgången och svarar familjerna.",
        "ar": "مسؤول التسجيل في المدارس: يدير دورة التسجيل ويجيب عن أسئلة العائلات.",
    },
    "analyst": {
        "en": "Analyst: measures how mixed the city is and whether a policy worked.",
        "nl": "Analist: meet hoe gemengd de stad is en of een beleid heeft gewerkt.",
        "fr": "Analyste\u00a0: il mesure la mixité de la ville et vérifie si une politique a porté ses "
              "fruits.",
        "it": "Analista: misura quanto è mista la città e se una politica ha funzionato.",
        "sv": "Analytiker: mäter hur blandad staden är och om en åtgärd har fungerat.",
        "ar": "محلل بيانات: يقيس مدى اختلاط سكان المدينة وما إذا كانت السياسات قد نجحت.",
    },
    "member": {
        "en": "Member of Buurthuis Lakenkaai: looks after the association’s own page and initiatives.",
        "nl": "Medewerker van Buurthuis Lakenkaai: beheert de eigen pagina en initiatieven van de "
              "vereniging.",
        "fr": "Membre de Buurthuis Lakenkaai\u00a0: elle s’occupe de la page et des initiatives de "
              "l’association.",
        "it": "Fa parte di Buurthuis Lakenkaai: cura la pagina e le iniziative dell’associazione.",
        "sv": "Medlem i Buurthuis Lakenkaai: sköter föreningens egen sida och initiativ.",
        "ar": "عضوة في جمعية Buurthuis Lakenkaai: تهتم بصفحة الجمعية ومبادراتها.",
    },
    "administrator": {
        "en": "City administrator: gives people their roles and sees who did what.",
        "nl": "Stadsbeheerder: geeft mensen hun rol en ziet wie wat heeft gedaan.",
        "fr": "Administrateur de la ville\u00a0: il attribue les rôles et voit qui a fait quoi.",
        "it": "Amministratore della città: assegna i ruoli e vede chi ha fatto che cosa.",
        "sv": "Stadsadministratör: ger människor deras roller och ser vem som har gjort vad.",
        "ar": "مدير النظام في المدينة: يمنح الأدوار ويرى من فعل ماذا.",
    },
    "secretary": {
        "en": "Secretary of the network: looks after its members, its charter and its gatherings.",
        "nl": "Secretaris van het netwerk: zorgt voor de leden, het charter en de bijeenkomsten.",
        "fr": "Secrétaire du réseau\u00a0: elle s’occupe des membres, de la charte et des rencontres.",
        "it": "Segretaria della rete: si occupa dei membri, della carta e degli incontri.",
        "sv": "Nätverkets sekreterare: tar hand om medlemmarna, chartern och träffarna.",
        "ar": "أمينة سر الشبكة: تهتم بالأعضاء والميثاق واللقاءات.",
    },
    "editor": {
        "en": "Editor of the network: writes and translates the public pages.",
        "nl": "Redacteur van het netwerk: schrijft en vertaalt de openbare pagina’s.",
        "fr": "Rédactrice du réseau\u00a0: elle écrit et traduit les pages publiques.",
        "it": "Redattrice della rete: scrive e traduce le pagine pubbliche.",
        "sv": "Nätverkets redaktör: skriver och översätter de offentliga sidorna.",
        "ar": "محررة الشبكة: تكتب الصفحات العامة وتترجمها.",
    },
    "newcomer": {
        "en": "Newcomer: would like to practise Dutch and get to know the city.",
        "nl": "Nieuwkomer: wil graag Nederlands oefenen en de stad leren kennen.",
        "fr": "Nouvelle arrivante\u00a0: elle aimerait pratiquer le néerlandais et découvrir la ville.",
        "it": "Nuova arrivata: vorrebbe esercitarsi in neerlandese e conoscere la città.",
        "sv": "Nyanländ: vill gärna öva nederländska och lära känna staden.",
        "ar": "وافدة جديدة: ترغب في ممارسة اللغة الهولندية والتعرف على المدينة.",
    },
    "volunteer": {
        "en": "Volunteer: would like to meet someone new to the city.",
        "nl": "Vrijwilliger: wil graag iemand ontmoeten die nieuw is in de stad.",
        "fr": "Bénévole\u00a0: il aimerait rencontrer quelqu’un qui vient d’arriver dans la ville.",
        "it": "Volontario: vorrebbe conoscere qualcuno appena arrivato in città.",
        "sv": "Volontär: vill gärna träffa någon som är ny i staden.",
        "ar": "متطوع: يرغب في التعرف على شخص جديد في المدينة.",
    },
    "outsider": {
        "en": "Policy officer of Björkasund, another city: sees of Aldermonde only what is public.",
        "nl": "Beleidsmedewerker van Björkasund, een andere stad: ziet van Aldermonde alleen wat openbaar "
              "is.",
        "fr": "Chargé des politiques publiques de Björkasund, une autre ville\u00a0: d’Aldermonde, il ne "
              "voit que ce qui est public.",
        "it": "Responsabile delle politiche di Björkasund, un’altra città: di Aldermonde vede solo ciò "
              "che è pubblico.",
        "sv": "Handläggare i Björkasund, en annan stad: ser av Aldermonde bara det som är offentligt.",
        "ar": "مسؤول السياسات في بيوركاسوند، وهي مدينة أخرى: لا يرى من ألدرموند إلا ما هو متاح للعموم.",
    },
    "outside_administrator": {
        "en": "City administrator of Björkasund, another city: gives people there their roles.",
        "nl": "Stadsbeheerder van Björkasund, een andere stad: geeft de mensen daar hun rol.",
        "fr": "Administratrice de Björkasund, une autre ville\u00a0: elle y attribue les rôles.",
        "it": "Amministratrice di Björkasund, un’altra città: vi assegna i ruoli.",
        "sv": "Stadsadministratör i Björkasund, en annan stad: ger människor där deras roller.",
        "ar": "مديرة النظام في بيوركاسوند، وهي مدينة أخرى: تمنح الأدوار هناك.",
    },
}
# fmt: on
