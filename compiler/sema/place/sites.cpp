#include "compiler/sema/place/sites.h"

#include <unordered_map>
#include <unordered_set>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/place/entries.h"
#include "compiler/sema/place/place_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

constexpr EntryRule kNodeRules[] = {
    {"cpus", TypeKind::Int, "", 1},
    {"gpus", TypeKind::Int, "", 0},
    {"gpu", TypeKind::String, "", 0},
    {"gpu_memory", TypeKind::Measure, "bytes", 1},
    {"memory", TypeKind::Measure, "bytes", 1},
    {"power", TypeKind::Measure, "power", 0},
};
constexpr EntryRule kQueueRules[] = {
    {"nodes", TypeKind::None, "", 0},
    {"max_nodes", TypeKind::Int, "", 1},
    {"max_walltime", TypeKind::Measure, "duration", 1},
};
constexpr EntryRule kLinkRules[] = {
    {"intra_node", TypeKind::Measure, "rate", 1},
    {"inter_node", TypeKind::Measure, "rate", 1},
};
constexpr EntryRule kEnergyRules[] = {
    {"pue", TypeKind::Float, "", 1},
    {"carbon", TypeKind::Measure, "carbon", 0},
};
constexpr EntryRule kCount[] = {{"nodes", TypeKind::Int, "", 1}};

std::optional<std::int64_t> wholeOf(const Entries& entries, std::string_view name) {
  auto number = entries.number(name);
  return number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

// Checks one site.
class SiteChecker {
 public:
  SiteChecker(Context& context, const Symbol& symbol)
      : context_(context),
        declaration_(std::get<syntax::SiteDecl>(symbol.declaration->node)),
        keyword_(symbol.span) {
    info_.name = symbol.name;
    info_.span = symbol.span;
  }

  SiteInfo check() {
    for (const syntax::SiteEntry& entry : declaration_.entries)
      if (entry.keyword.text == "node") readNode(entry);
    for (const syntax::SiteEntry& entry : declaration_.entries) readEntry(entry);
    if (!schedulerSeen_ && !unknown_)
      context_.report(entryMissing(keyword_, {"site", info_.name}, {"scheduler"}));
    reportUnusedNodes();
    return std::move(info_);
  }

 private:
  static const syntax::RecordExpr* recordOf(const syntax::SiteEntry& entry) {
    return std::get_if<syntax::RecordExpr>(&entry.value->node);
  }

  // Whether a block of that kind and name is the first of its site.
  bool isFirst(const syntax::SiteEntry& entry) {
    const std::string name = entry.name ? entry.name->text : "";
    const Span place = entry.name ? entry.name->span : entry.keyword.span;
    auto [earlier, fresh] = blocks_.emplace(entry.keyword.text + " " + name, place);
    if (!fresh) context_.report(repeatedBlock(place, {entry.keyword.text, name}, earlier->second));
    return fresh;
  }

  void readNode(const syntax::SiteEntry& entry) {
    if (!entry.name || recordOf(entry) == nullptr || !isFirst(entry)) return;
    Entries entries =
        readEntries(context_, entriesOf(*recordOf(entry)), kNodeRules, {"node", entry.name->text});
    NodeType node{.name = entry.name->text};
    node.cpus = wholeOf(entries, "cpus").value_or(1);
    node.gpus = wholeOf(entries, "gpus").value_or(0);
    node.gpuMemoryBytes = entries.number("gpu_memory");
    node.memoryBytes = entries.number("memory");
    node.powerWatts = entries.number("power");
    const Entry* gpu = entries.find("gpu");
    if (gpu != nullptr && gpu->item.scalar.value) node.gpu = *gpu->item.scalar.value->string();
    for (const char* name : {"gpu", "gpu_memory"}) {
      const Entry* detail = entries.find(name);
      if (detail != nullptr && entries.valid && node.gpus == 0)
        context_.report(entryWithoutEffect(*detail, "the node has no `gpus`"));
    }
    nodes_.insert(node.name);
    info_.nodes.push_back(std::move(node));
  }

  void readEntry(const syntax::SiteEntry& entry) {
    const std::string& keyword = entry.keyword.text;
    if (keyword == "node" && entry.name) return;
    if (keyword == "queue" && entry.name) return readQueue(entry);
    if (keyword == "links" && recordOf(entry) != nullptr) return readLinks(entry);
    if (keyword == "energy" && recordOf(entry) != nullptr) return readEnergy(entry);
    if (keyword == "scheduler") return readScheduler(entry);
    unknown_ = true;
    constexpr std::string_view kKnown[] = {"scheduler", "node", "queue", "links", "energy"};
    context_.report(unknownSiteEntry(entry.keyword, info_.name,
                                     nearest(keyword, {std::begin(kKnown), std::end(kKnown)})));
  }

  void readScheduler(const syntax::SiteEntry& entry) {
    schedulerSeen_ = true;
    if (!isFirst(entry)) return;
    Item item = elaborateAs(context_, {}, *entry.value, context_.types.component("scheduler"));
    if (!item.isError() && item.value)
      info_.scheduler = std::get<expr::Component>(item.value->node);
  }

  void readLinks(const syntax::SiteEntry& entry) {
    if (!isFirst(entry)) return;
    Entries entries = readEntries(context_, entriesOf(*recordOf(entry)), kLinkRules, {"links", ""});
    info_.intraNode = entries.number("intra_node");
    info_.interNode = entries.number("inter_node");
  }

  void readEnergy(const syntax::SiteEntry& entry) {
    if (!isFirst(entry)) return;
    Entries entries =
        readEntries(context_, entriesOf(*recordOf(entry)), kEnergyRules, {"energy", ""});
    info_.pue = entries.number("pue").value_or(1);
    info_.carbon = entries.number("carbon");
  }

  void readQueue(const syntax::SiteEntry& entry) {
    if (recordOf(entry) == nullptr || !isFirst(entry)) return;
    BlockName block{"queue", entry.name->text};
    Entries entries = readEntries(context_, entriesOf(*recordOf(entry)), kQueueRules, block);
    Queue queue{.name = entry.name->text};
    queue.maxNodes = wholeOf(entries, "max_nodes");
    queue.maxWalltimeSeconds = entries.number("max_walltime");
    const Entry* nodes = entries.find("nodes");
    if (nodes == nullptr) {
      context_.report(entryMissing(entry.name->span, block, {"nodes"}));
    } else if (auto count = readNodes(*nodes, block, queue)) {
      const Entry* most = entries.find("max_nodes");
      if (most != nullptr && queue.maxNodes && *queue.maxNodes > queue.nodes)
        context_.report(moreThanThere(*most, *count));
    }
    info_.queues.push_back(std::move(queue));
  }

  // For messages, which name a few.
  std::vector<std::string_view> nodeNames() const {
    std::vector<std::string_view> known;
    for (const NodeType& node : info_.nodes)
      if (known.size() < 12) known.push_back(node.name);
    return known;
  }

  // `936 of gpu_node`; the entry with the number, or nothing after a report.
  std::optional<Entry> readNodes(const Entry& written, const BlockName& block, Queue& queue) {
    const auto* binary = std::get_if<syntax::BinaryExpr>(&written.value->node);
    const auto* type = binary == nullptr || binary->op != syntax::BinaryOp::Of
                           ? nullptr
                           : std::get_if<syntax::NameExpr>(&binary->right->node);
    if (type == nullptr) {
      bool missing = std::holds_alternative<syntax::Missing>(written.value->node);
      if (!missing) context_.report(nodesWithoutType(written.value->span, nodeNames()));
      return std::nullopt;
    }
    queue.node = type->name;
    used_.insert(type->name);
    if (!nodes_.contains(type->name)) {
      auto known = nodeNames();
      bool suggest = context_.suggestionsLeft-- > 0;
      context_.report(unknownNode(binary->right->span, type->name, info_.name,
                                  suggest ? nearest(type->name, known) : "", known));
    }
    Entry count = written;
    count.value = binary->left.get();
    Entries read = readEntries(context_, {count}, kCount, block);
    if (!read.number("nodes")) return std::nullopt;
    queue.nodes = *wholeOf(read, "nodes");
    return read.all[0];
  }

  void reportUnusedNodes() {
    if (info_.queues.empty()) return;
    for (const syntax::SiteEntry& entry : declaration_.entries) {
      if (entry.keyword.text != "node" || !entry.name) continue;
      if (!used_.contains(entry.name->text)) context_.report(unusedNode(*entry.name, info_.name));
    }
  }

  Context& context_;
  const syntax::SiteDecl& declaration_;
  Span keyword_;
  SiteInfo info_;
  std::unordered_map<std::string, Span> blocks_;
  std::unordered_set<std::string> nodes_;  ///< Declared types.
  std::unordered_set<std::string> used_;   ///< Types that queues name.
  bool schedulerSeen_ = false;
  bool unknown_ = false;  ///< An entry that may have been meant as any.
};

}  // namespace

std::vector<SiteInfo> checkSites(Context& context) {
  std::vector<SiteInfo> sites;
  for (const Symbol& symbol : context.symbols.all())
    if (symbol.module == 0 && symbol.kind == SymbolKind::Site)
      sites.push_back(SiteChecker(context, symbol).check());
  return sites;
}

}  // namespace itw::sema
