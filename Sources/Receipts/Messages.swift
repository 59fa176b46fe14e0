package import Support

/// The words of receipts, and what the faults about them say.
package enum ReceiptMessages {
    /// One message a code.
    package static let table = MessageTable([
        Message(
            "receipt.arrival.heading",
            fr: "Écluse — accusé de réception n° {number} du compte {account}",
            en: "Écluse: arrival receipt no. {number} of account {account}"),
        Message(
            "receipt.quarantine.heading",
            fr: "Écluse — mise en quarantaine n° {number} du compte {account}",
            en: "Écluse: quarantine notice no. {number} of account {account}"),
        Message(
            "receipt.notice.heading",
            fr: "Écluse — avis d'attente n° {number} du compte {account}",
            en: "Écluse: notice no. {number} of account {account}"),
        Message(
            "receipt.outcome.heading",
            fr: "Écluse — compte rendu n° {number} du compte {account}",
            en: "Écluse: outcome receipt no. {number} of account {account}"),
        Message(
            "receipt.arrival.next",
            fr: """
                Le fichier est bien arrivé. Il va être ouvert et contrôlé ; un compte rendu suivra dans \
                /receipts. Comparez la taille et l'empreinte SHA-256 avec celles de votre fichier : si elles \
                diffèrent, reprenez l'envoi.
                """,
            en: """
                The file has arrived. It will now be opened and checked; an outcome receipt will follow in \
                /receipts. Compare size and SHA-256 with those of your file: if they differ, resume the \
                upload.
                """),
        Message(
            "receipt.forecast.heading", fr: "Écluse — contrôle avant envoi", en: "Écluse: check before sending"),
        Message(
            "receipt.forecast.state.ingested",
            fr: "Conforme : la passerelle prendrait ce dépôt en entier.",
            en: "In order: the gateway would take all of this drop."),
        Message(
            "receipt.forecast.state.partial",
            fr: "Conforme en partie : des lignes seraient écartées, les autres seraient prises.",
            en: "Partly in order: some rows would be left out, the others would be taken."),
        Message(
            "receipt.forecast.state.rejected",
            fr: "Non conforme : la passerelle refuserait ce dépôt en entier.",
            en: "Not in order: the gateway would refuse all of this drop."),
        Message(
            "receipt.forecast.state.quarantined",
            fr: "Dangereux : la passerelle mettrait ce dépôt en quarantaine.",
            en: "Dangerous: the gateway would put this drop in quarantine."),
        Message("receipt.forecast.next.ingested", fr: "Envoyez-le.", en: "Send it."),
        Message(
            "receipt.forecast.next.partial",
            fr: "Corrigez les lignes écartées dans votre système, puis refaites le fichier ; ou envoyez-le tel quel.",
            en: "Correct the rows left out in your system and make the file again; or send it as it is."),
        Message(
            "receipt.forecast.next.rejected",
            fr: "Ne l’envoyez pas : corrigez ce qui est dit ci-dessus, puis refaites le fichier.",
            en: "Do not send it: correct what is said above, then make the file again."),
        Message(
            "receipt.forecast.next.quarantined",
            fr: "Ne l’envoyez pas : retirez ce qu’aucun dépôt ne doit contenir, puis refaites le fichier.",
            en: "Do not send it: take out what no drop may hold, then make the file again."),
        Message("receipt.label.file", fr: "Fichier", en: "File"),
        Message("receipt.label.size", fr: "Taille", en: "Size"),
        Message("receipt.label.sha256", fr: "Empreinte SHA-256", en: "SHA-256"),
        Message("receipt.label.received", fr: "Reçu le", en: "Received"),
        Message("receipt.label.issued", fr: "Établi le", en: "Issued"),
        Message("receipt.label.convention", fr: "Convention", en: "Convention"),
        Message("receipt.label.drop", fr: "Identifiant du dépôt", en: "Drop"),
        Message("receipt.label.schema", fr: "Version du schéma", en: "Schema version"),
        Message("receipt.label.nomenclature", fr: "Nomenclature", en: "Nomenclature"),
        Message(
            "receipt.pattern-alone", fr: "aucune (motif seul)", en: "none (pattern alone)"),
        Message("receipt.label.signer", fr: "Signature", en: "Signature"),
        Message("receipt.label.delivery", fr: "Livraison", en: "Delivery"),
        Message(
            "receipt.delivery", fr: "{period}, manifeste {manifest}", en: "{period}, manifest {manifest}"),
        Message("receipt.bytes", fr: "{count} octets", en: "{count} bytes"),
        Message("receipt.convention", fr: "{id}, version {version}", en: "{id}, version {version}"),
        Message("receipt.title.verdict", fr: "RÉSULTAT", en: "RESULT"),
        Message("receipt.title.tables", fr: "LIGNES", en: "ROWS"),
        Message("receipt.title.rules", fr: "RÈGLES NON RESPECTÉES", en: "RULES BROKEN"),
        Message("receipt.title.remarks", fr: "REMARQUES", en: "REMARKS"),
        Message("receipt.title.next", fr: "QUE FAIRE MAINTENANT", en: "WHAT TO DO NEXT"),
        Message("receipt.title.verify", fr: "VÉRIFIER LA SIGNATURE", en: "VERIFY THE SIGNATURE"),
        Message(
            "receipt.state.ingested",
            fr: "Intégré : le dépôt est dans le catalogue.",
            en: "Ingested: the drop is in the catalogue."),
        Message(
            "receipt.state.partial",
            fr: "Intégré en partie : des lignes ont été écartées, les autres sont dans le catalogue.",
            en: "Partly ingested: some rows were left out, the others are in the catalogue."),
        Message(
            "receipt.state.rejected",
            fr: "Refusé : rien de ce dépôt n'est entré dans le catalogue.",
            en: "Rejected: nothing of this drop entered the catalogue."),
        Message(
            "receipt.state.quarantined",
            fr: "Mis en quarantaine : rien n'est entré dans le catalogue ; un opérateur doit décider de la suite.",
            en: "Quarantined: nothing entered the catalogue; an operator has to decide what happens next."),
        Message(
            "receipt.state.duplicate",
            fr: "Doublon : ce fichier a déjà été traité ; rien n'a été ajouté.",
            en: "Duplicate: this file was already processed; nothing was added."),
        Message(
            "receipt.state.discarded",
            fr: "Abandonné par un opérateur : rien de ce dépôt n'est entré dans le catalogue.",
            en: "Discarded by an operator: nothing of this drop entered the catalogue."),
        Message(
            "receipt.next.ingested",
            fr: "Rien à faire. Conservez ce compte rendu.",
            en: "Nothing to do. Keep this receipt."),
        Message(
            "receipt.next.partial",
            fr: "Corrigez les lignes écartées dans votre système et joignez-les à un prochain dépôt.",
            en: "Correct the rows left out in your system and add them to a later drop."),
        Message(
            "receipt.next.rejected",
            fr: "Corrigez la cause indiquée ci-dessus, puis envoyez un nouveau fichier.",
            en: "Correct the cause stated above, then send a new file."),
        Message(
            "receipt.next.quarantined",
            fr: """
                N'envoyez pas à nouveau ce fichier. Corrigez la cause indiquée ci-dessus et prenez contact \
                avec l'exploitant de la passerelle.
                """,
            en: "Do not send this file again. Correct the cause stated above and contact the gateway's operator."),
        Message(
            "receipt.next.duplicate",
            fr: """
                Rien à faire si l'envoi a été répété par erreur. Sinon, vérifiez que vous avez choisi le bon \
                fichier et envoyez-le.
                """,
            en: """
                Nothing to do if the upload was repeated by mistake. Otherwise check that you chose the right \
                file and send it.
                """),
        Message(
            "receipt.next.discarded",
            fr: "Prenez contact avec l'exploitant de la passerelle pour convenir d'un nouvel envoi.",
            en: "Contact the gateway's operator to agree on a new upload."),
        Message("receipt.column.table", fr: "table", en: "table"),
        Message("receipt.column.read", fr: "lues", en: "read"),
        Message("receipt.column.kept", fr: "gardées", en: "kept"),
        Message("receipt.column.valid", fr: "conformes", en: "valid"),
        Message("receipt.column.rejected", fr: "rejetées", en: "rejected"),
        Message("receipt.column.excluded", fr: "exclues", en: "excluded"),
        Message("receipt.column.duplicate", fr: "en double", en: "duplicate"),
        Message(
            "receipt.version",
            fr: "Table {table} : version {version} du catalogue.",
            en: "Table {table}: version {version} of the catalogue."),
        Message(
            "receipt.replaced",
            fr: "Table {table} : lignes de dépôts antérieurs remplacées : {count}.",
            en: "Table {table}: rows of earlier drops replaced: {count}."),
        Message(
            "receipt.replaced.nearly",
            fr: "Table {table} : lignes de dépôts antérieurs remplacées : au moins {count}.",
            en: "Table {table}: rows of earlier drops replaced: at least {count}."),
        Message(
            "receipt.hidden",
            fr: """
                * lignes gardées et exclues ensemble : moins de {floor} exclusions ne sont pas détaillées, \
                pour protéger les personnes.
                """,
            en: """
                * rows kept and excluded together: fewer than {floor} exclusions are not itemised, to protect \
                the persons.
                """),
        Message("receipt.rule", fr: "{count} ligne(s), {action}", en: "{count} row(s), {action}"),
        Message("receipt.action.reject-drop", fr: "dépôt refusé", en: "drop refused"),
        Message("receipt.action.reject-record", fr: "ligne rejetée", en: "row rejected"),
        Message("receipt.action.warn", fr: "avertissement, ligne gardée", en: "warning, row kept"),
        Message(
            "receipt.reappeared",
            fr: """
                Des personnes exclues figurent à nouveau dans ce dépôt ({count} lignes) ; leurs lignes n'ont \
                pas été gardées. Retirez-les de vos prochains exports.
                """,
            en: """
                Excluded persons appear in this drop again ({count} rows); their rows were not kept. Leave \
                them out of your next exports.
                """),
        Message(
            "receipt.oppositions",
            fr: """
                Oppositions : {added} ajoutées, {withdrawn} retirées, {alreadyThere} déjà enregistrées, {unknown} \
                retraits sans opposition connue (vérifiez-en les identifiants), {rejected} lignes rejetées.
                """,
            en: """
                Oppositions: {added} added, {withdrawn} withdrawn, {alreadyThere} known already, {unknown} \
                withdrawals without a known opposition (check their identifiers), {rejected} rows rejected.
                """),
        Message("receipt.due", fr: "Prochain dépôt attendu : {time}.", en: "Next drop due: {time}."),
        Message(
            "receipt.errors.where",
            fr: "Le détail des erreurs (ligne, champ, règle, jamais la valeur) est dans {name}.",
            en: "The errors in detail (line, field, rule, never the value) are in {name}."),
        Message("receipt.errors.table", fr: "table", en: "table"),
        Message("receipt.errors.line", fr: "ligne", en: "line"),
        Message("receipt.errors.field", fr: "champ", en: "field"),
        Message("receipt.errors.rule", fr: "règle", en: "rule"),
        Message("receipt.errors.shape", fr: "forme de la valeur", en: "shape of the value"),
        Message("receipt.errors.text", fr: "explication", en: "explanation"),
        Message(
            "receipt.verify.how",
            fr: "Ce compte rendu est signé. Avec OpenSSH et le fichier {signers} :",
            en: "This receipt is signed. With OpenSSH and the file {signers}:"),
        Message(
            "receipt.unbalanced",
            fr: """
                Les lignes de la table {table} ne s'additionnent pas ; aucun compte rendu n'a été établi. \
                Prévenez l'exploitant de la passerelle.
                """,
            en: "The rows of table {table} do not add up; no receipt was made. Tell the gateway's operator."),
        Message(
            "receipt.malformed",
            fr: "Le fichier n'est pas un reçu d'Écluse. Téléchargez-le à nouveau depuis /receipts.",
            en: "The file is no receipt of Écluse. Download it again from /receipts."),
        Message(
            "receipt.chain-broken",
            fr: """
                Le reçu n° {number} ne suit pas le précédent : un reçu manque ou a été modifié. Téléchargez à \
                nouveau les reçus depuis /receipts ; si cela persiste, prévenez l'exploitant de la passerelle.
                """,
            en: """
                Receipt no. {number} does not follow the one before: a receipt is missing or was changed. \
                Download the receipts again from /receipts; if it persists, tell the gateway's operator.
                """),
    ])

    /// These messages and `others`; ours win.
    static func merged(_ others: MessageTable) -> MessageTable { MessageTable(merging: [table, others]) }
}
