import ArgumentParser
import ChipDB
import Report

extension ChipsCommand {
  struct Search: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find chips by name, in any of their languages, or by what a device calls itself.",
      discussion: """
        Examples: assay chips search 昇腾; assay chips search 10de:2330; assay chips search 'NVIDIA L40S'; \
        assay chips search 'AuthenticAMD 25 17' (vendor, family and model of CPUID); assay chips search \
        '0x41 0xd40' (Arm's implementer and part). Nothing found ends with code 13.
        """)

    @Argument(help: "A name or a part of one, a PCI id, NVML's name, or CPUID's vendor, family and model.")
    var text: [String]

    @Option(parsing: .unconditional, help: "How many chips at most.")
    var limit = 20

    @OptionGroup var output: OutputOptions
    @OptionGroup var data: DataOptions

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit \(limit): give at least 1") }
    }

    func run() throws {
      let search = try ChipSearch(text.joined(separator: " "), in: data.database())
      let page = ChipSearchPage(search, limit: limit)
      try output.emit(page, page.document)
    }
  }
}
