/// The sentences of a guide; `{name}` stands for a value.
struct GuideTexts {
    let opening, validity, validityOpen, sealTitle, sealText, packText, entryText, signBesideText, sendTitle, sendText,
        temporaryText,
        calendarText: String
    let receiptTitle, receiptText, acknowledgeText, tableTitle, tableText, positionText, fixedText, jsonText,
        nestedText, xmlText,
        partText, noQuote, columnHeader, yes: String
    let periodText, nomenclatureText, nomenclatureTitle, nomenclatureIntroduction, nomenclatureHeader,
        nomenclatureAbsent: String
    let deliveryTitle, deliveryText, deliveryOptional, manifestText, archiveManifestText, deliveryRefusal: String
    let codeText, lengthText, checkText, keyText, refusalTitle, refusalText: String
    let oppositionTitle, oppositionText, oppositionHeader: String
    let oppositionIdentifier, oppositionAction, oppositionDate, oppositionScope, oppositionSendText: String
    let toolTitle, toolText, copyText: String

    static let french = GuideTexts(
        opening: "Convention `{id}`, version {version}, avec {producer}.",
        validity: "En vigueur du {from} au {until}.",
        validityOpen: "En vigueur à partir du {from}.",
        sealTitle: "1. Sceller un dépôt",
        sealText:
            "Chiffrez chaque fichier pour la clé publique de la passerelle, par l’une de ces commandes. La passerelle refuse un fichier en clair.",
        packText:
            "Préparez d’abord le fichier : sans mot de passe, sans dossier ni autre fichier, et compressé une seule fois.",
        entryText: "Ce fichier arrive dans une archive avec les autres tables, par exemple `{archive}`.",
        signBesideText:
            "Signez ensuite le fichier chiffré, tel qu’il est envoyé, et déposez la signature `{name}` à côté de lui, juste après lui :",
        sendTitle: "2. L’envoyer",
        sendText:
            "À la première connexion, comparez l’empreinte de la clé du serveur, selon son type : {fingerprint}. Le fichier `known_hosts` de ce dossier contient les clés entières.",
        temporaryText: """
            Un nom qui finit par `.part`, `.filepart` ou `.tmp` est provisoire : le dépôt n’est pris qu’une fois renommé. Un envoi \
            interrompu se reprend (`reput`). Un dépôt terminé ne peut être ni relu ni remplacé ; renvoyez-le sous un autre nom.
            """,
        calendarText: "Échéance : {period} à {time} ({zone}), tolérance de {grace} h.",
        receiptTitle: "3. Chercher l’accusé et le vérifier",
        receiptText: """
            Chaque dépôt reçoit un accusé d’arrivée, puis un accusé de résultat, tous deux signés. Le rapport d’erreurs donne la ligne, \
            le champ et la règle, jamais la valeur.
            """,
        acknowledgeText:
            "Retirer un accusé de `/receipts` vaut prise de connaissance ; la passerelle en garde la trace.",
        tableTitle: "Fichier : {title}",
        tableText: """
            Nom du fichier, par exemple `{example}` (motif `{pattern}`). CSV en {encoding}, séparateur `{delimiter}`, guillemet {quote}, \
            première ligne d’en-tête avec exactement ces colonnes, dans cet ordre :
            """,
        positionText: "Le fichier n’a pas de ligne d’en-tête : les colonnes vont par leur position.",
        fixedText: """
            Nom du fichier, par exemple `{example}` (motif `{pattern}`). Lignes à largeur fixe en {encoding}, terminées par LF ou CRLF ; \
            places des champs : table « {name} » de `convention.json`. Champs lus :
            """,
        jsonText: """
            Nom du fichier, par exemple `{example}` (motif `{pattern}`). Un objet JSON par ligne, en {encoding}, sans objet ni tableau \
            dans un champ, avec ces membres :
            """,
        nestedText: """
            Nom du fichier, par exemple `{example}` (motif `{pattern}`). Un objet JSON par ligne, en {encoding} ; chemins des membres : \
            table « {name} » de `convention.json`. Champs lus :
            """,
        xmlText: """
            Nom du fichier, par exemple `{example}` (motif `{pattern}`). Document XML en {encoding}, sans DOCTYPE ; chemins des \
            éléments : table « {name} » de `convention.json`. Champs lus :
            """,
        partText: "Ces enregistrements se trouvent dans le fichier de la table « {whole} » :",
        noQuote: "(aucun)",
        columnHeader: "| colonne | type | obligatoire | valeurs | dans le catalogue |",
        yes: "oui",
        periodText: """
            La période que dit le nom du fichier décide de la version de la convention qui juge le dépôt : une période ancienne renvoyée est \
            jugée comme elle l’était alors.
            """,
        nomenclatureText: "nomenclature `{name}`",
        nomenclatureTitle: "Nomenclatures",
        nomenclatureIntroduction: """
            Un dépôt est jugé par la version dont le premier jour précède le jour dont il parle ; l’accusé dit laquelle. Aujourd’hui, ce \
            sont celles-ci :
            """,
        nomenclatureHeader: "| nomenclature | version | à partir du | codes |",
        nomenclatureAbsent: "non installée : le motif seul est appliqué | | |",
        deliveryTitle: "Livraisons : un manifeste relie les fichiers",
        deliveryText: """
            Les fichiers d’une même livraison sont scellés et envoyés un par un, dans l’ordre que l’on veut, avec un manifeste qui les \
            nomme, scellé et envoyé comme eux. Ils sont intégrés ensemble, ou pas du tout, quand tous sont arrivés ; au bout de {hours} \
            heures, une livraison incomplète est refusée. L’accusé d’arrivée d’un fichier et l’avis d’un manifeste donnent la date limite.
            """,
        deliveryOptional:
            "Le fichier de ces tables peut manquer : {tables}. Celui des autres est toujours là, même sans enregistrement.",
        manifestText: """
            Nom du manifeste, par exemple `{example}` (motif `{pattern}`). Nombre d’enregistrements, octets et empreinte SHA-256 sont ceux \
            du fichier en clair, avant compression et chiffrement ; `period` est `AAAA`, `AAAAMM` ou `AAAAMMJJ`. Pour le faire (table, \
            lignes d’en-tête, fichier, nom d’envoi) :
            """,
        archiveManifestText: """
            L’archive contient aussi un manifeste, `{entry}`, avec le nombre d’enregistrements, les octets et l’empreinte SHA-256 de chaque \
            entrée ; `period` est `AAAA`, `AAAAMM` ou `AAAAMMJJ`. Pour le faire (table, lignes d’en-tête, fichier, nom de l’entrée) :
            """,
        deliveryRefusal: """
            Si un fichier est en cause, toute la livraison est refusée, mais les autres fichiers sont gardés : renvoyez ceux qui sont en \
            cause et un nouveau manifeste qui nomme tout. Tant qu’un fichier attend, son nom est pris : une autre version s’envoie sous un \
            autre nom, avec un nouveau manifeste de la même période, qui remplace celui qui attend.
            """,
        codeText: "liste de codes `{list}`",
        lengthText: "au plus {most} caractères",
        checkText: "clé {check} vérifiée",
        keyText: "Sans doublon sur : {names}",
        refusalTitle: "Ce qui est refusé",
        refusalText: """
            Un enregistrement qui enfreint une règle est écarté et compté. Au-delà de {percent} % d’enregistrements écartés, rien n’est \
            versé au catalogue. Une valeur dans une colonne qui **doit être vide** met tout le dépôt en quarantaine : n’envoyez jamais \
            de donnée nominative. Un fichier tronqué ou altéré est refusé en entier ; un fichier déjà reçu est signalé comme doublon.
            """,
        oppositionTitle: "Oppositions",
        oppositionText: """
            Déposez dans `/oppositions` un fichier scellé de la même manière, par exemple `{example}` : CSV en {encoding}, séparateur \
            `{delimiter}`, une ligne d’en-tête, une ligne par personne. Les oppositions sont prises avant les dépôts de données.
            """,
        oppositionHeader: "| colonne | contenu |",
        oppositionIdentifier: "le même identifiant que dans les dépôts de données",
        oppositionAction: "`add` (opposition) ou `withdraw` (retrait de l’opposition)",
        oppositionDate: "premier jour d’effet, `AAAA-MM-JJ`",
        oppositionScope: "vide pour cette base, `all` pour toutes",
        oppositionSendText:
            "D’une liste d’identifiants, un par ligne (`list.txt`), sans écrire la mise à jour en clair :",
        toolTitle: "La même chose avec `ecluse`",
        toolText: """
            Le programme `ecluse` de la passerelle fait aussi tout cela, sans installation sur votre serveur : il contrôle le fichier \
            comme le fera la passerelle, le scelle, le signe si on lui donne une clé (`--sign`), l’envoie, reprend un envoi interrompu, \
            attend les accusés et les vérifie. `ecluse push --help` en dit plus.
            """,
        copyText:
            "Copiez ce dossier une fois, comparez l’empreinte de la clé du serveur, et gardez la copie à jour :")

    static let english = GuideTexts(
        opening: "Convention `{id}`, version {version}, with {producer}.",
        validity: "In force from {from} to {until}.",
        validityOpen: "In force from {from}.",
        sealTitle: "1. Seal a drop",
        sealText:
            "Encrypt each file for the gateway's public key, by one of these commands. The gateway refuses a file in clear.",
        packText: "First make the file: without a password, folders or other files, and compressed once only.",
        entryText: "This file comes in an archive with the other tables, for example `{archive}`.",
        signBesideText:
            "Then sign the sealed file, as it is sent, and put the signature `{name}` beside it, right after it:",
        sendTitle: "2. Send it",
        sendText:
            "On the first connection compare the fingerprint of the server's key, by its type: {fingerprint}. The file `known_hosts` of this folder has the whole keys.",
        temporaryText: """
            A name that ends in `.part`, `.filepart` or `.tmp` is temporary: the drop is taken once it is renamed. An interrupted upload \
            can be resumed (`reput`). A finished drop can be neither read back nor replaced; send it again under another name.
            """,
        calendarText: "Due {period} at {time} ({zone}), with {grace} h of grace.",
        receiptTitle: "3. Fetch the receipt and verify it",
        receiptText: """
            Each drop gets a receipt of arrival, then a receipt of outcome, both signed. The error report gives line, field and rule, \
            never the value.
            """,
        acknowledgeText: "Removing a receipt from `/receipts` acknowledges it; the gateway keeps its record.",
        tableTitle: "File: {title}",
        tableText: """
            File name, for example `{example}` (pattern `{pattern}`). CSV in {encoding}, separator `{delimiter}`, quote {quote}, a header \
            line with exactly these columns, in this order:
            """,
        positionText: "The file has no header line: columns go by their position.",
        fixedText: """
            File name, for example `{example}` (pattern `{pattern}`). Fixed-width lines in {encoding}, ended by LF or CRLF; places of \
            the fields: table “{name}” of `convention.json`. Fields read:
            """,
        jsonText: """
            File name, for example `{example}` (pattern `{pattern}`). One JSON object a line, in {encoding}, without an object or array \
            in a field, with these members:
            """,
        nestedText: """
            File name, for example `{example}` (pattern `{pattern}`). One JSON object a line, in {encoding}; paths of the members: \
            table “{name}” of `convention.json`. Fields read:
            """,
        xmlText: """
            File name, for example `{example}` (pattern `{pattern}`). An XML document in {encoding}, without DOCTYPE; paths of the \
            elements: table “{name}” of `convention.json`. Fields read:
            """,
        partText: "These records are in the file of table “{whole}”:",
        noQuote: "(none)",
        columnHeader: "| column | type | required | values | in the catalogue |",
        yes: "yes",
        periodText: """
            The period that the file's name says decides which version of the convention judges the drop: an old period that is sent again \
            is judged as it was then.
            """,
        nomenclatureText: "nomenclature `{name}`",
        nomenclatureTitle: "Nomenclatures",
        nomenclatureIntroduction: """
            A drop is judged by the version whose first day comes before the day that it is about; the receipt says which. Today these \
            are in force:
            """,
        nomenclatureHeader: "| nomenclature | version | from | codes |",
        nomenclatureAbsent: "not installed: the pattern alone is applied | | |",
        deliveryTitle: "Deliveries: a manifest ties the files together",
        deliveryText: """
            The files of one delivery are sealed and sent one by one, in any order, with a manifest that names them, sealed and sent like \
            them. They are ingested together, or not at all, once all are there; after {hours} hours a delivery that is not complete is \
            refused. The receipt of arrival of a file and the notice of a manifest give the last moment.
            """,
        deliveryOptional:
            "The file of these tables may be missing: {tables}. Those of the others are always there, even without records.",
        manifestText: """
            Name of the manifest, for example `{example}` (pattern `{pattern}`). Records, bytes and SHA-256 are those of the plain file, \
            before it is compressed and sealed; `period` is `YYYY`, `YYYYMM` or `YYYYMMDD`. To make it (table, header lines, file, name \
            of the upload):
            """,
        archiveManifestText: """
            The archive holds a manifest too, `{entry}`, with records, bytes and SHA-256 of each entry; `period` is `YYYY`, `YYYYMM` or \
            `YYYYMMDD`. To make it (table, header lines, file, name of the entry):
            """,
        deliveryRefusal: """
            Where a file is to blame the whole delivery is refused, but the other files are kept: send those to blame again, and a new \
            manifest that names all. While a file waits its name is taken: send another version under another name, with a new manifest \
            of the same period, which takes the place of the one that waits.
            """,
        codeText: "code list `{list}`",
        lengthText: "at most {most} characters",
        checkText: "{check} key checked",
        keyText: "No duplicate on: {names}",
        refusalTitle: "What is refused",
        refusalText: """
            A record that breaks a rule is left out and counted. Above {percent} % of records left out, nothing reaches the catalogue. \
            A value in a column that **must be empty** quarantines the whole drop: never send nominative data. A truncated or altered \
            file is refused as a whole; a file received before is reported as a duplicate.
            """,
        oppositionTitle: "Oppositions",
        oppositionText: """
            Put a file sealed in the same way into `/oppositions`, for example `{example}`: CSV in {encoding}, separator `{delimiter}`, \
            a header line, one line a person. Oppositions are taken before data drops.
            """,
        oppositionHeader: "| column | content |",
        oppositionIdentifier: "the same identifier as in data drops",
        oppositionAction: "`add` (opposition) or `withdraw` (the opposition is withdrawn)",
        oppositionDate: "first day of effect, `YYYY-MM-DD`",
        oppositionScope: "empty for this base, `all` for all",
        oppositionSendText: "From a list of identifiers, one a line (`list.txt`), without writing the update in clear:",
        toolTitle: "The same with `ecluse`",
        toolText: """
            The gateway's program `ecluse` does all of this too, with nothing installed on your server: it checks the file as the \
            gateway will, seals it, signs it where it is given a key (`--sign`), sends it, resumes an interrupted upload, waits for the \
            receipts and verifies them. `ecluse push --help` says more.
            """,
        copyText: "Copy this folder once, compare the fingerprint of the server's key, and keep the copy up to date:")
}
