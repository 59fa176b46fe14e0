internal import Catalogue
internal import Commands
internal import Convention
internal import Home
internal import Ingestion
internal import Journal
internal import Ledger
internal import Platform
internal import Producer
internal import Reception
internal import SFTP
internal import SQLite
internal import SSH
internal import Spool
internal import Support

/// Every command of `ecluse`, one row each.
enum CommandTable {
    /// Version of the product.
    static let version = "0.1.0"

    /// Options of every command.
    static let options: [Command.Option] = [
        .value("home", "DIRECTORY", variable: "ECLUSE_HOME", "the gateway's home directory"),
        .flag("json", "print the result as JSON"),
    ]

    static let commands: [Command] = [
        demo, initialise, convention, nomenclature, envelope, run, receive, ingest, sftpSession, drops, receipts,
        journal, catalogue,
        doctor,
        check, seal, push, oppose, receipt,
        synth,
        bench,
    ]

    /// Commands that Écluse gives itself.
    static let hidden: [Command] = [
        receiveConnection, receiveFiles, confinementAttempt, receiveCheck, benchDelay, benchParse,
    ]

    /// Sentences for the faults that reach the command line.
    static let messages: [MessageTable] = [
        Ingester.messages, HomeMessages.table, NomenclatureMessages.table, LedgerMessages.table, JournalMessages.table,
        SQLiteMessages.table,
        CatalogueMessages.table, SpoolMessages.table, SFTPMessages.table, SSHMessages.table, SystemMessages.table,
        ReceptionMessages.table, DemoFault.messages, ProducerMessages.table,
        SynthesisFault.messages, SynthesisRequestFault.messages, BenchFault.messages,
    ]

    /// The same for producers, in whose language faults of the machine and the network are said too.
    static let producerMessages = MessageTable(merging: messages)

    static let program = Program(
        "ecluse", "secure ingestion gateway for health-data drops", version: version, options: options,
        commands: commands + hidden, messages: messages)
}
