package import Support

/// What the ledger's codes mean and what to do next; for operators.
package enum LedgerMessages {
    package static let table = MessageTable([
        Message(
            "ledger.unknown-drop",
            fr: "Aucun dépôt ne porte cet identifiant ; la commande « ecluse drops list » les énumère.",
            en: "No drop has this identifier; ecluse drops list shows them."),
        Message(
            "ledger.drop-differs",
            fr: "Cet identifiant désigne déjà un dépôt au contenu différent ; ne réutilisez pas un identifiant.",
            en: "This identifier already names a drop of other content; do not use an identifier twice."),
        Message(
            "ledger.transition-refused",
            fr: "Un dépôt ne passe pas de l'état {from} à l'état {to} ; consultez son historique.",
            en: "A drop does not go from state {from} to state {to}; look at its history."),
        Message(
            "ledger.wrong-state",
            fr: "L'opération ne s'applique pas à un dépôt dans l'état {state} ; consultez son historique.",
            en: "The operation does not apply to a drop in state {state}; look at its history."),
        Message(
            "ledger.not-an-end",
            fr: "L'état {state} ne termine pas un traitement ; signalez ce défaut.",
            en: "State {state} does not end an attempt; report this defect."),
        Message(
            "ledger.receipt-digest",
            fr: "L'empreinte d'un reçu n'est pas celle de son contenu ; rien n'a été enregistré, signalez ce défaut.",
            en: "A receipt's digest is not that of its content; nothing was recorded, report this defect."),
        Message(
            "ledger.signature-there",
            fr: "Ce dépôt a déjà une autre signature ; rien n'a été changé. Signalez ce défaut.",
            en: "This drop has another signature already; nothing was changed. Report this defect."),
        Message(
            "ledger.unknown-receipt",
            fr: "Aucun reçu de ce compte ne porte ce numéro ; la commande « ecluse receipts list » les énumère.",
            en: "No receipt of this account has this number; ecluse receipts list shows them."),
        Message(
            "ledger.request-pending",
            fr:
                "Une demande attend déjà pour ce dépôt ; laissez le traitement s'en charger avant d'en faire une autre.",
            en: "A request for this drop is waiting already; let the ingester settle it before you make another."),
        Message(
            "ledger.unknown-request",
            fr: "Cette demande n'existe pas ou est déjà réglée ; consultez le dépôt.",
            en: "This request does not exist or is settled already; look at the drop."),
        Message(
            "ledger.schema-too-new",
            fr:
                "Le registre est de la version {found}, ce programme connaît la version {known} ; installez la bonne version d'Écluse.",
            en:
                "The ledger is of version {found}, this program knows version {known}; install the right version of Écluse."
        ),
        Message(
            "ledger.damaged",
            fr:
                "Le registre contient une valeur sans signification (colonne {column}) ; restaurez la dernière sauvegarde.",
            en: "The ledger holds a value without meaning (column {column}); restore the last backup."),
    ])
}
