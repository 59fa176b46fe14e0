internal import Support

extension ConventionMessages {
    /// Sentences about what a convention's parts say together.
    static let lint: [Message] = [
        Message(
            "convention.signer-kind",
            fr:
                "un signataire est une clé « ssh », ou un fichier « certificate », « authority » ou « openpgp » ; gardez-en un.",
            en: "a signer is an “ssh” key, or a file “certificate”, “authority” or “openpgp”; keep one of them."),
        Message(
            "convention.signer-file",
            fr: "le fichier « {file} » manque dans le dossier de la convention ; ajoutez-le ou corrigez le nom.",
            en: "the file “{file}” is missing from the convention’s folder; add it or correct the name."),
        Message(
            "convention.signer-malformed",
            fr: "ce n’est pas une clé ou un certificat que l’on sait lire ({kind}) ; recopiez-le entier.",
            en: "this is no key or certificate that can be read ({kind}); copy it whole."),
        Message(
            "convention.revocations-malformed",
            fr: """
                « {file} » n’est pas une liste de certificats révoqués que l’on sait lire (entière, en PEM ou DER, avec la date de la \
                suivante) ; demandez-la à l’autorité.
                """,
            en: """
                “{file}” is no list of revoked certificates that can be read (a whole one, PEM or DER, that says when the next \
                comes); get it from the authority.
                """),
        Message(
            "convention.signer-unused",
            fr: "ce signataire ne peut signer dans aucune des enveloppes prévues ; retirez-le ou ajoutez le format.",
            en: "this signer can sign in none of the envelopes taken; remove it or add the format."),
        Message(
            "convention.no-signer",
            fr: "la signature est exigée et personne ne peut signer au format {format} ; ajoutez un signataire.",
            en: "a signature is required and nobody can sign in format {format}; add a signer."),
        Message(
            "convention.nomenclature-missing",
            fr: "la nomenclature {name} n’est pas installée ; importez-la avec « ecluse nomenclature import ».",
            en: "nomenclature {name} is not installed; import it with “ecluse nomenclature import”."),
        Message(
            "convention.nomenclature-pattern",
            fr: "la nomenclature {name} n’est pas installée : le motif seul est appliqué. Importez-la.",
            en: "nomenclature {name} is not installed: the pattern alone is applied. Import it."),
        Message(
            "convention.period-example",
            fr:
                "le groupe « period » ne donne ni jour (AAAAMMJJ), ni mois, ni année dans cet exemple ; corrigez le motif ou l’exemple.",
            en:
                "group “period” gives no day (YYYYMMDD), month or year in this example; correct the pattern or the example."
        ),
        Message(
            "convention.example-period",
            fr: "l’exemple parle du {day}, que cette version ne juge pas ; changez l’exemple ou la validité.",
            en: "the example is about {day}, which this version does not judge; change the example or the validity."),
        Message(
            "convention.codes-twice",
            fr: "le champ a « codes » et « nomenclature » ; gardez l’un des deux.",
            en: "the field has “codes” and “nomenclature”; keep one of them."),
        Message(
            "convention.or-pattern",
            fr: "« orPattern » demande un « pattern » sur le champ « {field} » ; ajoutez-le.",
            en: "“orPattern” needs a “pattern” on field “{field}”; add it."),
        Message(
            "convention.dialect-unused",
            fr: "« dialect » ne décrit que du CSV et n’est pas lu ici ; retirez-le.",
            en: "“dialect” describes CSV alone and is not read here; remove it."),
        Message(
            "convention.quote-twice",
            fr: "« quote » et « quoteChar » disent la même chose ; gardez « quoteChar ».",
            en: "“quote” and “quoteChar” say the same; keep “quoteChar”."),
        Message(
            "convention.part-format",
            fr:
                "le format d’une partie est « group » dans un fichier « fixed », « jsonl » dans un fichier « jsonl » et « xml » dans un fichier « xml » ; « group » et le membre « record » de « jsonl » n’existent que dans une partie.",
            en:
                "the format of a part is “group” in a “fixed” file “jsonl” in a “jsonl” file and “xml” in an “xml” file; “group” and the member “record” of “jsonl” are for parts alone."
        ),
        Message(
            "convention.part-of",
            fr: "« {table} » n’est pas une autre table qui ait son propre fichier ; corrigez le nom.",
            en: "“{table}” is not another table with a file of its own; correct the name."),
        Message(
            "convention.part-with-file",
            fr: "la table fait partie d’un autre fichier ; retirez « {member} ».",
            en: "the table is part of another file; remove “{member}”."),
        Message(
            "convention.version-field",
            fr: "« {field} » n’est pas à la même place dans toutes les versions ; corrigez les places.",
            en: "“{field}” is not at the same place in every version; correct the places."),
        Message(
            "convention.table-source",
            fr:
                "une table a « namePattern » et « nameExample », ou « entryPattern » et « entryExample » ; donnez l’un des "
                + "deux couples.",
            en:
                "a table has “namePattern” and “nameExample”, or “entryPattern” and “entryExample”; give one of the two "
                + "pairs."),
        Message(
            "convention.entry-without-archive",
            fr: "la convention n’a pas de membre « archive » ; ajoutez-le, ou donnez « namePattern » à la table.",
            en: "the convention has no member “archive”; add it, or give the table a “namePattern”."),
        Message(
            "convention.entry-compressed",
            fr: "les fichiers d’une archive ne sont pas compressés à part ; retirez « compression ».",
            en: "files in an archive are not compressed by themselves; remove “compression”."),
        Message(
            "convention.archive-without-entry",
            fr: "aucune table n’a « entryPattern » ; ajoutez-le aux tables de l’archive, ou retirez « archive ».",
            en: "no table has an “entryPattern”; add it to the tables of the archive, or remove “archive”."),
        Message(
            "convention.delivery-without-file",
            fr:
                "aucune table n’a de fichier à elle : un manifeste n’aurait rien à nommer ; donnez « namePattern » aux tables, ou "
                + "retirez « delivery ».",
            en:
                "no table has a file of its own, so a manifest could name none; give tables a “namePattern”, or remove “delivery”."
        ),
        Message(
            "convention.delivery-table",
            fr: "« {table} » n’est pas une table qui a un fichier à elle ; corrigez le nom ou retirez-le.",
            en: "“{table}” is no table that has a file of its own; correct the name or remove it."),
        Message(
            "convention.not-compiled",
            fr: "Le lecteur d’enregistrements refuse ce schéma : {reason}. Corrigez-le.",
            en: "the reader of records refuses this schema: {reason}. Correct it."),
        Message(
            "convention.too-long",
            fr: "les fichiers dépassent ensemble {limit} octets ; réduisez les listes de codes.",
            en: "the files together are longer than {limit} bytes; shorten the code lists."),
        Message(
            "convention.missing-file",
            fr: "ce fichier manque dans le dossier de la convention ; ajoutez-le ou retirez ce qui le nomme.",
            en: "this file is missing from the convention’s folder; add it or remove what names it."),
        Message(
            "convention.unused-file",
            fr: "rien dans la convention ne nomme ce fichier ; retirez-le ou corrigez son nom.",
            en: "nothing in the convention names this file; remove it or correct its name."),
        Message(
            "convention.repeated-field",
            fr: "le champ « {field} » figure deux fois ; gardez-en un.",
            en: "field “{field}” is there twice; keep one."),
        Message(
            "convention.field-name-space",
            fr: "le nom du champ commence ou finit par une espace ou une marque d’ordre ; retirez-la.",
            en: "the field’s name starts or ends with white space or a byte order mark; remove it."),
        Message(
            "convention.member-type",
            fr: "« {member} » ne s’applique pas au type {type} ; retirez-le ou changez le type.",
            en: "“{member}” does not apply to type {type}; remove it or change the type."),
        Message(
            "convention.scale-without-precision",
            fr: "« scale » demande « precision » ; ajoutez-la.",
            en: "“scale” needs “precision”; add it."),
        Message(
            "convention.scale-above-precision",
            fr: "« scale » dépasse « precision » ; réduisez-la.",
            en: "“scale” is above “precision”; lower it."),
        Message(
            "convention.boolean-overlap",
            fr: "un même texte veut dire vrai et faux ; séparez les deux listes.",
            en: "one text means both true and false; separate the lists."),
        Message(
            "convention.date-format",
            fr: "format refusé : il faut {needed}, chacun une fois, au plus {allowed}, et de la ponctuation entre eux.",
            en: "format refused: it needs {needed}, each once, at most {allowed}, and punctuation between them."),
        Message(
            "convention.text-format",
            fr: "ce format de texte n’existe pas ; choisissez parmi : {known}.",
            en: "there is no such format of texts; choose one of: {known}."),
        Message(
            "convention.group-mark",
            fr:
                "« groupChar » est un seul caractère, ni chiffre, ni lettre, ni signe, ni « decimalChar » ; changez-le.",
            en: "“groupChar” is one character, no digit, letter or sign and not “decimalChar”; change it."),
        Message(
            "convention.two-bounds",
            fr: "le champ a aussi « {other} » ; gardez une seule des deux bornes.",
            en: "the field has “{other}” too; keep one of the two bounds."),
        Message(
            "convention.bound-time",
            fr: "la borne d’un champ d’heure doit être une heure HH:MM ou HH:MM:SS ; corrigez-la.",
            en: "the bound of a field of times must be a time HH:MM or HH:MM:SS; correct it."),
        Message(
            "convention.unknown-rule",
            fr: "la règle « {rule} » n’existe pas ; choisissez parmi : {known}.",
            en: "there is no rule “{rule}”; choose one of: {known}."),
        Message(
            "convention.action-without-rule",
            fr: "le champ n’a pas de règle « {rule} » : l’action ne servira pas. Ajoutez la règle ou retirez l’action.",
            en: "the field has no rule “{rule}”, so the action is not used. Add the rule or remove the action."),
        Message(
            "convention.key-not-required",
            fr: "le champ de clé « {field} » devrait être obligatoire ; ajoutez « required ».",
            en: "key field “{field}” should be required; add “required”."),
        Message(
            "convention.repeated-rule",
            fr: "la règle « {rule} » figure deux fois ; donnez-lui un autre nom.",
            en: "rule “{rule}” is there twice; give it another name."),
        Message(
            "convention.rule-without",
            fr: "la règle n’a ni « holds » ni « {member} » ; écrivez une condition, ou left, operator et right.",
            en: "the rule has neither “holds” nor “{member}”; write a condition, or left, operator and right."),
        Message(
            "convention.rule-twice",
            fr: "« {member} » n’a pas de sens à côté de « holds » ; gardez l’un des deux.",
            en: "“{member}” makes no sense beside “holds”; keep one of them."),
        Message(
            "convention.total-scope",
            fr: "« totals » ne va qu’avec une condition « holds » qui contient un total ; retirez-le.",
            en: "“totals” goes with a condition “holds” that has a total; take it out."),
        Message(
            "convention.total-action",
            fr: "une règle sur des totaux ne peut rejeter un enregistrement ; choisissez « reject drop » ou « warn ».",
            en: "a rule on totals cannot reject a record; choose “reject drop” or “warn”."),
        Message(
            "convention.compares-itself",
            fr: "la règle compare un champ à lui-même ; corrigez « left » ou « right ».",
            en: "the rule compares a field with itself; correct “left” or “right”."),
        Message(
            "convention.incomparable",
            fr: "les types de « {left} » et « {right} » ne permettent pas cette comparaison ; corrigez la règle.",
            en: "the types of “{left}” and “{right}” do not allow this comparison; correct the rule."),
        Message(
            "convention.unknown-field",
            fr: "le champ « {field} » n’existe pas ; vouliez-vous dire : {suggestion} ?",
            en: "there is no field “{field}”; did you mean: {suggestion}?"),
        Message(
            "convention.sorted-by-no-column",
            fr: "le champ « {field} » ne laisse pas de colonne dans le catalogue ; triez par un autre champ.",
            en: "the field “{field}” leaves no column in the catalogue; sort by another field."),
        Message(
            "convention.unknown-table",
            fr: "la table « {table} » n’existe pas dans la convention ; corrigez le nom.",
            en: "there is no table “{table}” in the convention; correct the name."),
        Message(
            "convention.pattern",
            fr: "l’expression régulière n’est pas valable (PCRE2) ; corrigez-la.",
            en: "the regular expression is not valid (PCRE2); correct it."),
        Message(
            "convention.empty-range",
            fr: "le minimum dépasse le maximum ; corrigez les bornes.",
            en: "the minimum is above the maximum; correct the bounds."),
        Message(
            "convention.bound-number",
            fr: "la borne d’un champ numérique doit être un nombre ; corrigez-la.",
            en: "the bound of a numeric field must be a number; correct it."),
        Message(
            "convention.bound-date",
            fr: "la borne d’un champ de date doit être un jour AAAA-MM-JJ ou un instant ISO 8601 en UTC.",
            en: "the bound of a date field must be a day YYYY-MM-DD or an ISO 8601 moment in UTC."),
        Message(
            "convention.enum-outside-codes",
            fr: "une valeur de « enum » n’est pas dans la liste de codes ; elle sera toujours refusée.",
            en: "a value of “enum” is not in the code list; it will always be refused."),
        Message(
            "convention.empty-table",
            fr: "aucune colonne de la table « {table} » n’atteint le catalogue ; revoyez les traitements.",
            en: "no column of table “{table}” reaches the catalogue; review the treatments."),
        Message(
            "convention.example-outside-pattern",
            fr: "l’exemple de nom ne correspond pas au motif ; corrigez l’un ou l’autre.",
            en: "the example name does not fit the pattern; correct one of them."),
        Message(
            "convention.patterns-overlap",
            fr: "un même nom de fichier correspondrait aussi à {other} ; rendez les motifs distincts.",
            en: "one file name would also fit {other}; make the patterns distinct."),
        Message(
            "convention.quote-is-delimiter",
            fr: "le guillemet et le séparateur sont le même caractère ; changez l’un d’eux.",
            en: "quote and delimiter are the same character; change one."),
        Message(
            "convention.public-key",
            fr:
                "ce n’est pas une clé publique OpenSSH acceptée (ssh-ed25519, ou ssh-rsa d’au moins 3072 bits) ; recopiez la ligne du fichier .pub.",
            en:
                "this is no OpenSSH public key that is taken (ssh-ed25519, or ssh-rsa of at least 3072 bits); copy the line of the .pub file."
        ),
        Message(
            "convention.network",
            fr: "ce n’est pas un réseau CIDR, comme 192.0.2.0/24 ; les bits après le préfixe doivent être nuls.",
            en: "this is no CIDR network such as 192.0.2.0/24; bits after the prefix must be zero."),
        Message(
            "convention.stored-below-drop",
            fr: "« storedBytes » est inférieur à « dropBytes » : le plus grand dépôt n’entrerait jamais. Augmentez-le.",
            en: "“storedBytes” is below “dropBytes”: the largest drop would never fit. Raise it."),
        Message(
            "convention.repeated-table",
            fr: "la table « {name} » figure deux fois ; gardez-en une.",
            en: "table “{name}” is there twice; keep one."),
        Message(
            "convention.repeated-account",
            fr: "le compte « {name} » figure deux fois ; gardez-en un.",
            en: "account “{name}” is there twice; keep one."),
        Message(
            "convention.repeated-key",
            fr: "cette clé publique sert déjà à un autre compte ; donnez à chaque compte sa clé.",
            en: "this public key serves another account already; give each account its own."),
        Message(
            "convention.ends-before-start",
            fr: "la convention finit avant de commencer ; corrigez les dates.",
            en: "the convention ends before it starts; correct the days."),
        Message(
            "convention.week-day",
            fr: "une échéance hebdomadaire tombe un jour de 1 (lundi) à 7 (dimanche).",
            en: "a weekly due day is from 1 (Monday) to 7 (Sunday)."),
        Message(
            "convention.calendar-unused",
            fr: "« {member} » ne sert pas à cette périodicité ; retirez-le.",
            en: "“{member}” is not used with this period; remove it."),
        Message(
            "convention.oppositions-without-person",
            fr: "des mises à jour d’opposition demandent « person » ; ajoutez-le.",
            en: "opposition updates need “person”; add it."),
        Message(
            "convention.person-without-field",
            fr: "« person » ne nomme aucun champ ; nommez celui de chaque table.",
            en: "“person” names no field; name that of each table."),
        Message(
            "convention.table-without-person",
            fr: """
                la table « {table} » n’a pas de champ de personne : aucune opposition ne s’y appliquera. Donnez-lui-en un, ou \
                nommez-la dans « none » si elle ne parle de personne.
                """,
            en: """
                table “{table}” has no person’s field: no opposition will apply to it. Give it one, or name it in “none” if it is \
                about nobody.
                """),
        Message(
            "convention.table-twice",
            fr: "la table « {table} » a un champ de personne et figure dans « none » ; gardez l’un des deux.",
            en: "table “{table}” has a person’s field and is in “none”; keep one of them."),
        Message(
            "convention.same-person",
            fr: "la table « {table} » n’a pas de champ de personne que l’on puisse suivre ; nommez-le dans « person ».",
            en: "table “{table}” has no person’s field that could be followed; name it in “person”."),
        Message(
            "convention.same-person-apart",
            fr: """
                les lignes peuvent arriver sans celles de « {table} », et échapper aux oppositions ; mettez les deux tables dans \
                l’archive ou dans une livraison qui n’en omet aucune.
                """,
            en: """
                the rows may come without those of “{table}”, and escape oppositions; have both tables in the archive, or in a \
                delivery that lacks neither.
                """),
        Message(
            "convention.person-not-pseudonym",
            fr: """
                le champ de la personne doit avoir le traitement « pseudonym » ou « rekey », ou « renumber » dans une table de mode \
                « snapshot » : ailleurs les lignes d’avant ne se retrouveraient pas.
                """,
            en: """
                the person’s field must have treatment “pseudonym” or “rekey”, or “renumber” in a table of load mode “snapshot”: \
                elsewhere earlier rows could not be found again.
                """),
        Message(
            "convention.person-domain",
            fr: "le champ de la personne est du domaine {actual} et non {domain} ; corrigez l’un des deux.",
            en: "the person’s field is of domain {actual}, not {domain}; correct one of them."),
        Message(
            "convention.person-optional",
            fr:
                "le champ de la personne peut être vide : ces lignes échapperaient aux oppositions. Rendez-le obligatoire.",
            en: "the person’s field may be empty: such rows would escape oppositions. Make it required."),
        Message(
            "convention.card-incomplete",
            fr:
                "la fiche ne peut pas être publiée au catalogue : il manque {members}. Ajoutez-les ; les dépôts sont pris sans eux.",
            en:
                "the card cannot be published in the catalogue: {members} missing. Add them; drops are taken without them."
        ),
        Message(
            "convention.card-period",
            fr:
                "le champ « {field} » n’est pas au catalogue comme jour ou comme instant ; nommez-en un autre pour la période.",
            en: "the field “{field}” is not in the catalogue as a day or moment; name another one for the period."),
    ]
}
