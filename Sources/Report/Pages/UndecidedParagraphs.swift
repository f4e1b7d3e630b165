import Rating
import Rulebook

/// Undecided paragraphs in one line, each with what it lacks: those that lack the same stand together.
struct UndecidedParagraphs {
  private var groups: [(open: [String], paragraphs: [String])] = []

  /// - Parameters:
  ///   - page: that the paragraphs are of.
  ///   - asksWhere: whether the transaction is asked about; what the item lacks alone counts where it is not.
  init(
    _ paragraphs: [ParagraphAnswer], under standing: Standing, of page: ClassificationPage, asksWhere: Bool
  ) {
    for paragraph in paragraphs {
      let open = asksWhere ? paragraph.open : Self.openOfItem(paragraph, under: standing, of: page)
      if let index = groups.firstIndex(where: { $0.open == open }) {
        groups[index].paragraphs.append(paragraph.paragraph)
      } else {
        groups.append((open, [paragraph.paragraph]))
      }
    }
  }

  /// "3A090.a.2, 3A090.b.1 (the applicable die area is not given); 3A090.c (…)".
  var text: String {
    groups.map { "\($0.paragraphs.joined(separator: ", ")) (\($0.open.joined(separator: "; ")))" }
      .joined(separator: "; ")
  }

  private static func openOfItem(
    _ paragraph: ParagraphAnswer, under standing: Standing, of page: ClassificationPage
  ) -> [String] {
    let finding = page.findings.first {
      $0.instrument == paragraph.instrument && $0.paragraph == paragraph.paragraph
    }
    return
      (paragraph.standing == .unknown
      ? ["whether it is \(standing.rawValue) on \(page.date) is not known"] : [])
      + (paragraph.item == .unknown ? finding?.trace.root.openInputs ?? [] : [])
  }
}
