internal import Cards
internal import Catalogue
internal import Convention
internal import Exclusion
internal import Home
internal import Ledger
internal import Platform
internal import Producer
internal import Support

/// Brings together what cards are made of: figures of the catalogue and the ledger, samples from the convention alone.
struct CardGathering {
    let catalogue: CatalogueIdentity
    private let floor: SmallCountFloor
    private let store: CatalogueStore
    /// Nil before the ingester's first start.
    private let ledger: SQLiteLedger?

    /// What `home` gives.
    init(_ home: Home) throws {
        let settings = home.configuration
        catalogue = CatalogueIdentity(
            uri: settings.catalogueURI, title: settings.catalogueTitle, summary: settings.catalogueSummary,
            publisher: settings.cataloguePublisher, vocabulary: settings.catalogueVocabulary)
        floor = SmallCountFloor(settings.smallCountFloor)
        store = CatalogueStore(root: home.layout.catalogue)
        ledger = FileDescriptor.exists(home.layout.ledger) ? try home.monitorLedger() : nil
    }

    /// The card of the convention's base; nil where its convention does not say enough.
    func card(_ convention: Convention) throws -> BaseCard? {
        guard convention.card.missing.isEmpty else { return nil }
        return BaseCard(
            convention, try figures(convention), floor: floor, samples: try CardSamples.make(convention),
            in: catalogue)
    }

    private func figures(_ convention: Convention) throws -> BaseFigures {
        var tables: [String: TableFigures] = [:]
        for table in convention.tables {
            tables[table.name] = try figures(base: convention.card.base, table: table.name)
        }
        let (count, last) = try drops(convention.id)
        return BaseFigures(tables: tables, drops: count, lastDrop: last)
    }

    private func figures(base: String, table: String) throws -> TableFigures {
        do {
            return TableFigures(try store.table(base: base, table: table).snapshot())
        } catch CatalogueFault.noTable {
            return .none
        } catch let error as SystemError where error.code == "system.not-found" {
            return .none
        }
    }

    /// Drops of the convention that brought data, and when the last one arrived.
    private func drops(_ convention: String) throws -> (count: Int, last: Timestamp?) {
        var (count, last): (Int, Timestamp?) = (0, nil)
        for state in [DropState.ingested, .partial] {
            var filter = DropFilter()
            filter.convention = convention
            filter.state = state
            filter.limit = DropFilter.maximumLimit
            repeat {
                guard let page = try ledger?.drops(filter) else { break }
                for record in page.drops where record.drop.channel == .data {
                    count += 1
                    last = max(last ?? record.drop.arrivedAt, record.drop.arrivedAt)
                }
                filter.before = page.next
            } while filter.before != nil
        }
        return (count, last)
    }
}
