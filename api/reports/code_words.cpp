#include "api/reports/code_words.hpp"

#include <algorithm>
#include <map>

#include "api/paper/words.hpp"
#include "api/reports/control.hpp"

namespace api {
namespace {

using CodeWords = std::map<std::string_view, const char*>;

const std::map<WordList, CodeWords>& chinese() {  // NOLINT(readability-function-size): a table
    static const std::map<WordList, CodeWords> lists{
        {WordList::alarm,
         {{"balance_low", "余额低（报警1）"},
          {"balance_very_low", "余额很低（报警2）"},
          {"arrears", "欠费"},
          {"quarantine", "读数待审"},
          {"rates_disagree", "分费率与总量不符"},
          {"overload", "过载"},
          {"command_failed", "指令失败"},
          {"correction_waits", "待更正"},
          {"correction_out_of_reach", "更正超出范围"},
          {"purchases_disagree", "购电次数不符"},
          {"power_reversed", "功率反向"},
          {"clock_off", "电表时钟偏差"}}},
        {WordList::contact, {{"meter", "电表"}, {"line", "线路"}, {"gateway", "通讯机"}}},
        {WordList::command,
         {{"trip", "拉闸"},
          {"keep_power", "保电"},
          {"restore_prepaid", "恢复预付费"},
          {"read_now", "立即抄表"},
          {"close", "合闸"},
          {"price_download", "电价下发"},
          {"settings_download", "设置下发"},
          {"clock_sync", "校时"},
          {"credit_push", "充值下发"}}},
        {WordList::cause,
         {{"person", "人工"}, {"arrears", "欠费自动"}, {"credit", "充值自动"}, {"sale", "售电"}}},
        {WordList::doubt,
         {{"wrong_meter", "表号不符"},
          {"wrong_ratio", "变比不符"},
          {"registers_went_back", "示数倒走"},
          {"too_much_energy", "用电量过大"},
          {"registers_changed_shape", "费率寄存器变化"},
          {"contradicts_later_reading", "与后来的读数矛盾"},
          {"no_price", "无电价"},
          {"wrong_gateway", "非所属网关读数"},
          {"wrong_clock", "读数时间错误"}}},
        {WordList::notice,
         {{"balance_low", "余额低提醒"},
          {"balance_very_low", "余额很低提醒"},
          {"arrears", "欠费提醒"},
          {"power_cut", "停电通知"},
          {"power_restored", "复电通知"},
          {"overload", "过载提醒"}}},
        {WordList::channel, {{"sms", "短信"}, {"webhook", "接口推送"}}},
        {WordList::course,
         {{"raised", "报警中"},
          {"cleared", "已解除"},
          {"lost", "失联"},
          {"restored", "已恢复"},
          {"retired", "已停用"},
          {"requested", "已请求"},
          {"sent", "已下发"},
          {"confirmed", "成功"},
          {"failed", "失败"},
          {"expired", "超时"},
          {"cancelled", "已取消"},
          {"refused", "拒绝"},
          {"waiting", "待审"},
          {"accepted", "认可"},
          {"corrected", "更正"},
          {"rejected", "作废"},
          {"overtaken", "已被后续事件取代"},
          {"queued", "待发送"},
          {"delivered", "已送达"}}},
        {WordList::record,
         {{"sale", "售电"},
          {"refund", "退电"},
          {"reversal", "冲正"},
          {"settlement", "销户结算"},
          {"adjustment", "调账"},
          {"opening_balance", "老表转入"},
          {"transfer", "转账"},
          {"fee", "固定费用"}}},
        {WordList::adjustment,
         {{"correction", "更正"},
          {"goodwill", "优惠"},
          {"write_off", "坏账核销"},
          {"opening_balance", "老表转入"},
          {"rounding", "尾差"}}},
        {WordList::band,
         {{"single", "不分时"},
          {"sharp", "尖"},
          {"peak", "峰"},
          {"flat", "平"},
          {"valley", "谷"},
          {"deep_valley", "深谷"}}},
        {WordList::control, {{control_holds, "平衡"}, {control_broken, "不平衡"}}},
        {WordList::books,
         {{"wallet", "钱包"},
          {"cash", "收款"},
          {"revenue", "收入"},
          {"energy", "电费"},
          {"fee", "固定费用"},
          {"service_fee", "服务费"},
          {"adjustment", "调账"},
          {"suspense", "暂记"},
          {"shift", "长短款"}}}};
    return lists;
}

}  // namespace

std::string word_of(WordList list, std::string_view code, Language language) {
    const CodeWords& words = chinese().at(list);
    const auto known = words.find(code);
    if (known == words.end()) return std::string(code);
    if (language == Language::zh) return known->second;
    std::string english(code);
    std::ranges::replace(english, '_', ' ');
    return english;
}

std::string method_word(const ledger::MethodId& method, Language language) {
    return language == Language::zh ? Words(language).of(method) : method.text();
}

bool has_word(WordList list, std::string_view code) { return chinese().at(list).contains(code); }

}  // namespace api
