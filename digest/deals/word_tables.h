// The tables behind digest/deals/words.h, nothing else: a new word is a new string here. In small form; Latin words
// match whole words only, Chinese ones anywhere, so they are chosen not to occur inside others.
#pragma once

#include <string_view>

namespace gailou::digest::deal_words {

using Word = std::u32string_view;

// clang-format off
inline constexpr Word kReceived[] = {
    U"抢到了", U"买到了", U"拿到货", U"收货了", U"付了", U"拍到", U"拍下了", U"入手了", U"券领到", U"code worked",
    U"code works", U"got one", U"got two", U"got 2", U"got both", U"got an email", U"bonus hit", U"bonus in",
    U"paid out", U"payout", U"money in", U"landed", U"made it", U"picked up", U"approved instantly",
    U"instantly approved", U"got approved", U"was approved", U"price match went", U"got in",
    U"used it today", U"shipping confirmation", U"order shipped", U"到账", U"到帐", U"入账", U"入帐", U"进账",
    U"进帐", U"秒到", U"秒批", U"秒过", U"直接过", U"批了", U"获批", U"过批", U"批下来", U"下卡", U"刚下的", U"下的",
    U"post 了", U"post了", U"发了", U"发钱了", U"发下来", U"拿到了", U"拿到手", U"领到", U"抢到", U"买到", U"薅到",
    U"撸到", U"收到奖励", U"收到 bonus", U"收到钱", U"收到了钱", U"收到返", U"收到货", U"拿下", U"track 上",
    U"track上", U"报喜", U"报个喜", U"交作业", U"亲测有效", U"亲测可用", U"approved", U"posted", U"credited",
    U"tracked", U"instant approval", U"got it", U"got mine", U"got the bonus", U"got my", U"got the", U"received the",
    U"received my", U"received mine", U"bonus received", U"hit my account", U"showed up", U"came through",
    U"picked one", U"snagged", U"grabbed", U"worked", U"works for me", U"worked for me", U"work 了", U"price matched",
    U"发货了", U"已发货", U"到货了",
    U"签收", U"收到实物", U"快递到了", U"拼成了", U"拼到", U"价保成功", U"捡到", U"到手了", U"已收到货", U"尾款付了", U"付了尾款",
    U"charged",
    U"did get", U"get mine",
    U"came early", U"as promised", U"came in", U"分到了", U"点到了", U"里程到了", U"话费到了", U"钱到了", U"返现到了", U"红包到了", U"奖励到了", U"补贴到了", U"积分到了",
};
inline constexpr Word kDone[] = {
    U"下单了", U"下单成功", U"冲了", U"囤了", U"囤货", U"拍了", U"付款了", U"已付", U"已买", U"已拍", U"已冲",
    U"已囤", U"成交", U"凑单成功", U"领到了", U"用上了", U"买好了", U"车上了", U"上了车", U"刚买", U"刚入", U"买了一",
    U"买了两", U"入了一", U"入了两", U"来了一", U"整了", U"in for one", U"in for two", U"in for 2", U"in for 1",
    U"placed an order", U"order placed", U"thanks op, got", U"just ordered", U"just bought", U"opened", U"signed up",
    U"bit", U"pulled the trigger", U"checked out", U"went for it", U"confirmed working", U"can confirm", U"成功",
    U"搞定", U"成了", U"下了一单", U"已下单", U"已入", U"入手", U"入了", U"下了", U"上车", U"刷出来了", 
    U"能用", U"好用", U"可用", U"已经 add", U"已add", U"+1", U"✅", U"✔", U"马上到", U"立刻到", U"拿了", U"开好了",
    U"work", U"works", U"in for", U"ordered", U"bought", U"success", U"successfully", U"done", U"买了", U"中了",
    U"剁手", U"下手了", U"已剁", U"凑到", U"凑够", U"叠上", U"跟一单", U"跟了一", U"跟单", U"已跟", U"成功上车", U"下了单", U"下了两", U"下了2",
    U"下了 2", U"下了3", U"下了一", U"已上车", U"来一单", U"来了两", U"已下", U"拿了两", U"买到", U"到货", U"发货了", U"已发货",
    U"我有了", U"也有了", U"刷出有了", U"just did it", U"减下来", U"扣下来", U"续上", U"续了一年",
    U"有了",
    U"went through", U"code went through",
};
inline constexpr Word kFailed[] = {
    U"抢不到", U"买不到", U"领不到", U"没抢着", U"没券", U"没领着", U"黑号", U"号不行", U"下不了", U"付不了",
    U"用不上", U"不能用", U"提示不符", U"不满足", U"活动太火爆", U"排不上", U"退款了", U"被退款", U"退单", U"不发货",
    U"失望", U"错过", U"没捡到", U"no go", U"no dice", U"not getting", U"nope", U"not seeing", U"not showing",
    U"does not work", U"code invalid", U"invalid code", U"code didn't", U"no longer works for", U"order canceled",
    U"order cancelled", U"got canceled", U"got cancelled", U"missed it", U"missed out", U"not approved",
    U"system says", U"error", U"rejected me", U"kicked", U"not qualify", U"didn't qualify", U"didn't count",
    U"does not count", U"doesn't count", U"失败", U"被拒", U"秒拒", U"拒了", U"拒信", U"没收到", U"没拿到", U"没到账",
    U"没抢到", U"没买到", U"没刷出来", U"没赶上", U"没领到", U"没成", U"没过", U"没批", U"没戏", U"没用", U"没 post",
    U"没给", U"不给", U"不肯", U"不行", U"不算", U"不认", U"不要我", U"不符合", U"不成功", U"无效", U"用不了",
    U"下不了单", U"白跑", U"白忙", U"白刷", U"砍单", U"被取消", U"取消了", U"被砍", U"翻车", U"扑街", U"凉了",
    U"denied", U"declined", U"rejected", U"didn't", U"did not", U"doesn't work", U"not working", U"not work",
    U"no luck", U"failed", U"canceled", U"cancelled", U"never got", U"never posted", U"not eligible", U"ineligible",
    U"clawed back", U"clawback", U"turned down", U"got nothing", U"couldn't", U"can't get", U"won't",
    U"付款失败", U"提示抢光", U"显示无货", U"显示已抢光", U"抢空", U"没凑上", U"没叠上", U"不可用", U"不支持", U"不配送", U"没资格",
    U"无资格", U"下单失败", U"秒空", U"进不去", U"卡住了", U"没刷到",
    U"isn't eligible", U"n't eligible", U"bounced", U"refunded me", U"never activated", U"never showed", U"never came", U"nothing tracked", U"no bonus", U"keeps saying", U"wouldn't let", U"wasn't accepted", U"got declined", U"不符", U"已满", U"放弃了", U"放弃", U"没弹", U"没跳", U"给拒", U"老号码", U"转圈", U"一直转",
};
inline constexpr Word kNeutral[] = {
    U"不算高", U"不算多", U"不算低", U"不算贵", U"不算便宜", U"不算太", U"不算差", U"不算好", U"不算少", U"不算快",
    U"不算慢", U"不算什么", U"算不算", U"行不行", U"成不成", U"能不能用", U"没用过", U"过期了的", U"不给力",
    U"不行就", U"不行的话", U"不成功也", U"如果不行", U"要是不行", U"没用上", U"恢复原价", U"恭喜",
    U"from the app", U"in the app", U"app里", U"app 里", U"in app", U"不参加", U"不参与",
    U"名下",
};
inline constexpr Word kHadNot[] = {
    U"没这个价", U"不是这个价", U"没有这个券", U"没有券", U"没有这个活动", U"没收到邮件", U"我这没有", U"我没看到",
    U"我没收到", U"刷不出来", U"没刷到", U"not on any of my", U"not on mine", U"none of my", U"not in my account",
    U"no email", U"didn't get the email", U"never got the email", U"not seeing it", U"not there for me",
    U"no such offer", U"都没有", U"也没有", U"我没有", U"没有 +1", U"没有+1", U"没份", U"没我", U"不在受邀",
    U"没被选中", U"不在名单", U"i don't have", U"not targeted", U"don't see it", U"don't see the", U"nothing for me",
    U"no offer for me", U"wasn't targeted",
    U"zero", U"none of mine",
};
inline constexpr Word kWaiting[] = {
    U"等收货", U"等发货", U"等退", U"在等", U"等通知", U"等审核", U"等结果", U"等它", U"还没发货", U"还没 track",
    U"还没track", U"还没入账", U"还没返", U"没到时间", U"等满", U"等 dd", U"dd 还没", U"刚开", U"刚下单", U"刚申",
    U"刚交", U"还没批", U"还没结果", U"还没出", U"等一周", U"should post", U"will report back", U"will update",
    U"hope it posts", U"waiting on", U"still waiting", U"waiting for", U"awaiting", U"no bonus yet", U"nothing yet",
    U"not posted yet", U"hasn't tracked", U"has not posted", U"to hit", U"opened yesterday", U"opened today",
    U"opened last week", U"processing", U"等 bonus", U"等bonus", U"等到账", U"等奖励", U"坐等", U"等发", U"等着",
    U"奖励等", U"等返", U"等 post", U"等待", U"还没到", U"还没发", U"还没收到", U"还没 post", U"还没进", U"没刷完",
    U"还差", U"还在等", U"要等", U"已提交", U"已申请", U"刚开户", U"刚申请", U"刚注册", U"审核中", U"待审", U"在审",
    U"插个眼", U"才进", U"在路上", U"还没动静", U"还没消息", U"没动静", U"pending", U"waiting", U"not yet",
    U"just opened", U"just applied", U"submitted", U"under review", U"in progress", U"fingers crossed",
    U"still nothing", U"hasn't posted", U"haven't received", U"to post",
    U"待发货", U"等尾款", U"还没发出", U"未发货",
};
inline constexpr Word kOver[] = {
    U"活动结束", U"结束啦", U"没啦", U"没货", U"没有了", U"卖没了", U"卖断", U"秒没", U"券没了", U"被薅没", U"被薅秃",
    U"领完", U"已抢完", U"改价了", U"涨价了", U"恢复了原价", U"跳原价", U"下掉了", U"下了架", U"关了", U"关闭了",
    U"挂啦", U"链接失效", U"页面没了", U"凉透", U"凉凉", U"已凉", U"没得买", U"买不了了", U"变成原价", 
    U"rip", U"r.i.p", U"all gone", U"unavailable", U"out-of-stock", U"not available anymore",
    U"not available any more", U"price is back", U"price went back", U"price went up", U"back to $", U"back up to",
    U"over now", U"ended early", U"no more", U"is dead", U"deal over", U"has ended", U"link dead", U"404s",
    U"dead link", U"showing full price", U"went oos", U"temporarily out", U"sold-out", U"挂了", U"没了", U"失效",
    U"已过期", U"过期了", U"下架", U"卖光", U"卖完了", U"售罄", U"抢光", U"抢完了", U"断货", U"无货了", U"没货了",
    U"404", U"判死刑", U"已死", U"死了", U"结束了", U"已结束", U"提前结束", U"停了", U"叫停", U"撤了", U"撤下",
    U"撤掉", U"打烊了", U"提前打烊", U"收摊了", U"下线了", U"已下线", U"打叉", U"划掉", U"☠", U"💀",
    U"活动过了", U"恢复原价", U"涨回原价", U"涨回去", U"expired", U"dead", U"ended", U"pulled", U"oos",
    U"out of stock", U"sold out", U"is over", U"no longer", U"gone", U"taken down", U"page is down", U"link is down",
    U"discontinued", U"back to full price", U"back to regular",
    U"全作废", U"已作废", U"都作废", U"作废了", U"领光", U"名额没了",
    U"that one's done", U"one's done",
};
inline constexpr Word kBack[] = {
    U"又有", U"又来了", U"又出现", U"回血", U"返场", U"又补", U"再次上架", U"货又", U"又上", U"重新开放", U"又开了",
    U"加场", U"restocked", U"in stock again", U"back online", U"it's back", U"is live again", U"back again",
    U"they're back", U"showing again", U"working now", U"came back", U"available now again", U"reactivated",
    U"back at", U"复活", U"恢复了", U"已恢复", U"恢复", U"活过来", U"又能", U"又有了", U"又有货", U"又可以",
    U"又回来", U"回来了", U"补货了", U"又上架", U"重新上", U"又活", U"诈尸", U"is back", U"back in stock", U"back up",
    U"works again", U"working again", U"live again", U"alive again", U"available again", U"still works",
    U"still alive", U"still working", U"still live",
};
inline constexpr Word kStill[] = {
    U"有效中", U"还有货", U"还有效", U"还能买", U"还能下单", U"还能领", U"没结束", U"没过期", U"still available",
    U"still in stock", U"still there", U"still showing", U"still going", U"still good", U"still active",
    U"working fine", U"not oos", U"just worked", U"in stock", U"还活着", U"还能", U"还在", U"还是", U"还有",
    U"没这回事", U"没挂", U"没失效", U"正常", U"能打开", U"可以打开", U"打得开", U"still", U"works fine", U"not dead",
    U"not expired",
};
inline constexpr Word kLocal[] = {
    U"店", U"网点", U"我们这", U"我这边", U"本地", U"附近", U"柜台", U"柜员", U"my store", U"store", U"locally",
    U"local", U"my area", U"my location", U"warehouse", U"near me",
};
inline constexpr Word kEverywhere[] = {
    U"官网", U"网页", U"全网", U"全线", U"线上", U"链接", U"页面", U"客服", U"online", U"website", U"everywhere",
    U"nationwide", U"link",
};
inline constexpr Word kElsewhere[] = {
    U"app", U"账户", U"账号", U"客户端", U"登录", U"登不上", U"系统", U"卡挂", U"手机", U"login", U"account",
    U"server", U"服务器",
};
inline constexpr Word kHedge[] = {
    U"应该", U"好像", U"似乎", U"估计", U"可能", U"疑似", U"大概", U"怕是", U"恐怕", U"是不是", U"maybe", U"might",
    U"seems", U"looks like", U"probably", U"i think", U"not sure",
};
inline constexpr Word kSecond[] = {
    U"也", U"同上", U"同样", U"一样", U"same", U"me too", U"+1", U"likewise", U"confirmed", U"确认",
};
inline constexpr Word kAsking[] = {
    U"有没有", U"是不是", U"能不能", U"行不行", U"会不会", U"可不可以", U"请问", U"求问", U"弱弱问", U"想问",
    U"有人试过", U"有人知道", U"谁知道", U"求点", U"求推荐", U"什么时候", U"怎么", U"为什么", U"为啥", U"哪里",
    U"哪家", U"anyone", U"does anyone", U"is it", U"can i", U"does it", U"how do", U"wondering", U"作数么", U"值得",
};
inline constexpr Word kHearsay[] = {
    U"往年都", U"前几年", U"之前那波", U"那次", U"上个月那", U"历史", U"记得去年", U"in 2", U"two years ago",
    U"a year ago", U"last time", U"last month", U"my friend", U"back then", U"previously", U"historically", U"听说",
    U"据说", U"有人说", U"朋友说", U"首楼说", U"楼主说", U"去年", U"前年", U"上次", U"以前", U"曾经", U"当年",
    U"往年", U"早年", U"那年", U"从前", U"last year", U"years ago", U"used to", U"i heard", U"heard that",
    U"supposedly", U"allegedly", U"back in", U"once upon", U"those days",
};
inline constexpr Word kChosenFew[] = {
    U"targeted", U"定向", U"受邀", U"邀请", U"邀请制", U"挑人", U"看脸", U"看号", U"不是人人", U"人人有", U"ymmv",
    U"邮件", U"that email", U"invited", U"invitation", U"exclusive", U"那封",
};
inline constexpr Word kChanged[] = {
    U"延长", U"延到", U"延期", U"延至", U"改到", U"改成", U"改为", U"挪到", U"提前到", U"推迟", U"变成", U"涨到",
    U"升到", U"降到", U"跌到", U"提到", U"提高到", U"加到", U"加码到", U"缩水到", U"砍到", U"extended", U"now until",
    U"pushed to", U"moved to", U"changed to", U"increased to", U"bumped to", U"raised to", U"dropped to", U"down to",
    U"lowered to", U"cut to", U"now at", U"更新",
    U"is now", U"now showing", U"now offering", U"现在是", U"又降", U"降了", U"又涨", U"涨回",
    U"pushed the", U"pushed it", U"pushed out", U"date is now", U"moved the",
};
inline constexpr Word kWas[] = {
    U"原来", U"原本", U"原为", U"本来", U"原定", U"原是", U"原", U"was", U"originally", U"previously", U"instead of",
    U"之前是", U"由", U"from",
};
inline constexpr Word kEndBefore[] = {
    U"截至", U"截止", U"截止到", U"截止日", U"截止日期", U"截止时间", U"截止日改到", U"有效期", U"有效期至",
    U"有效期到", U"有效到", U"有效至", U"到", U"至", U"延长到", U"延到", U"延至", U"延期到", U"挪到", U"改到",
    U"死线", U"deadline", U"ends", U"end", U"ending", U"ended", U"expires", U"expire", U"expiring", U"exp", U"exp.",
    U"through", U"thru", U"until", U"till", U"til", U"by", U"before", U"valid through", U"good through",
    U"good until", U"ends on", U"expires on", U"ends at", U"last day is", U"仅限", U"只限", U"限", U"只到",
    U"最后一天是", U"结束于", U"今天", U"ends:", U"expires:", U"extended to", U"to",
    U"只有", U"只在", U"仅", U"就", U"until the",
};
inline constexpr Word kEndBehind[] = {
    U"截止", U"截至", U"到期", U"过期", U"结束", U"之前", U"以前", U"前", U"为止", U"最后一天", U"最后一日", U"止",
    U"收", U"收摊", U"失效", U"下线", U"关门", U"打烊", U"last day", U"deadline", U"only", U"是最后", U"到头",
    U"当天有效", U"就没", U"截",
    U"一天", U"这一天", U"作废", U"收工", U"停办", U"停售", U"下架", U"关闭", U"截止报名",
};
inline constexpr Word kLastDayNear[] = {
    U"截止", U"收摊", U"到期", U"结束", U"最后一天", U"打烊", U"为止", U"deadline", U"last day", U"expires", U"关闭",
};
inline constexpr Word kStartBefore[] = {
    U"从", U"自", U"starts", U"starting", U"begins", U"beginning", U"from", U"effective", U"available from",
    U"starts on", U"live on",
};
inline constexpr Word kStartBehind[] = {
    U"起", U"开始", U"上线", U"开抢", U"开卖", U"开放", U"生效",
};
inline constexpr Word kTill[] = {
    U"到", U"至", U"-", U"–", U"—", U"~", U"to", U"through", U"thru", U"until", U"till", U"开始到", U"起到",
    U"开始,到", U"起至", U"--",
};
inline constexpr Word kGettingIn[] = {
    U"开户", U"开卡", U"注册", U"add", U"领", U"申请", U"报名", U"激活", U"加到", U"加卡", U"下单", U"登记",
    U"enroll", U"register", U"sign up", U"open", U"apply", U"activate", U"clip",
};
inline constexpr Word kGives[] = {
    U"送", U"返", U"返现", U"返还", U"给", U"给满", U"赠", U"奖", U"奖励", U"得", U"拿", U"减", U"立减", U"直减",
    U"再减", U"省", U"加赠", U"多给", U"多送", U"多得", U"额外", U"回到", U"顶格", U"最高", U"高达", U"封顶返",
    U"bonus", U"get", U"earn", U"save", U"到手", U"到手价", U"券后", U"折后", U"只要", U"只需", U"仅需", U"仅", U"卖",
    U"特价", U"好价", U"史低", U"史高", U"现价", U"低至", U"打", U"now", U"for", U"only", U"开卡", U"开户", U"新户",
    U"新客", U"新人", U"注册送", U"up to", U"降到", U"降至", U"跌到", U"涨到", U"升到", U"提高到", U"秒杀价", U"秒杀",
    U"拼团", U"团购价", U"活动价", U"优惠价", U"实付", U"付", U"at", U"offer", U"加", U"多", U"领", U"抵", U"免",
    U"to", U"down to", U"receive", U"as low as", U"just", U"price",
    U"showing", U"offering", U"pays", U"paying", U"现在", U"又降", U"拍下", U"只卖",
};
inline constexpr Word kGiven[] = {
    U"off", U"back", U"cashback", U"cash back", U"bonus", U"返现", U"奖励", U"折", U"优惠", U"红包", U"立减",
    U"credit", U"discount", U"rebate", U"到手", U"包邮", U"shipped", U"free shipping", U"神价", U"好价", U"券",
    U"coupon", U"statement credit", U"加成", U"ac", U"fsac",
    U"shop card", U"gift card", U"egift", U"e-gift", U"rebate card", U"的券", U"优惠券", U"话费", U"流量",
};
inline constexpr Word kAsks[] = {
    U"满", U"消费", U"消费满", U"刷", U"刷够", U"刷满", U"够", U"存", U"存满", U"存入", U"进", U"进够", U"dd",
    U"dd 满", U"dd 进", U"入", U"转", U"转了", U"转入", U"需", U"要", U"限", U"封顶", U"上限", U"面值", U"年费",
    U"月费", U"原价", U"平常", U"平常是", U"平时", U"平时只有", U"原来", U"原", U"之前", U"价值", U"扣", U"税",
    U"房租", U"交", U"花", U"门槛", U"单笔", U"每笔", U"单笔满", U"余额", U"额度", U"spend", U"spending", U"deposit",
    U"deposits", U"fee", U"af", U"was", U"reg", U"reg.", U"list", U"msrp", U"worth", U"minimum", U"min", U"over",
    U"只到", U"of", U"limit", U"purchase of", U"retail", U"orders", U"order", U"买了", U"下了一单", U"少赚", U"赚",
    U"亏", U"收我", U"退", U"from", U"差", U"超过",
    U"月租", U"均价",
};
inline constexpr Word kAsked[] = {
    U"的 dd", U"的dd", U"以上", U"起转", U"年费", U"月费", U"dd", U"af", U"fee", U"annual fee", U"门槛", U"/yr",
    U"/mo", U"/月", U"/年", U"/lb", U"一个月", U"一年", U"spend", U"in spend", U"消费", U"direct deposit", U"deposit",
    U"minimum", U"or more", U"+ order", U"purchase", U"面值", U"的礼卡", U"起", U"list", U"within", U"in 3 months",
    U"in 90 days", U"滞纳金",
};
inline constexpr Word kOffer[] = {
    U"bonuses", U"到手", U"领券", U"券", U"凑单", U"拼单", U"满赠", U"第二件", U"百亿补贴", U"补贴", U"plus会员",
    U"试用", U"会员日", U"清仓", U"白菜价", U"白菜", U"绝对值", U"捡漏", U"tax free", U"clip", U"subscribe",
    U"lightning", U"rebates", U"cash", U"promo price", U"price mistake", U"mistake fare", U"glitch", U"all-time low",
    U"atl", U"historic low", U"lowest", U"% off", U"开户", U"开卡", U"开户奖励", U"开卡奖励", U"新户", U"新客",
    U"offer", U"offers", U"bonus", U"promo", U"promotion", U"优惠", U"活动", U"折扣", U"折扣码", U"cashback",
    U"cash back", U"返现", U"返利", U"礼卡", U"加赠", U"立减", U"满减", U"打折", U"半价", U"秒杀", U"特价", U"好价",
    U"史低", U"神价", U"包邮", U"券后", U"到手价", U"优惠券", U"羊毛", U"gift card", U"coupon", U"code",
    U"promo code", U"clearance", U"sale", U"deal", U"rebate", U"discount", U"statement credit", U"sign-up bonus",
    U"signup bonus", U"welcome offer", U"welcome bonus", U"transfer bonus", U"bogo", U"买一送一", U"free shipping",
    U"referral bonus", U"price drop", U"lightning deal", U"plus 会员", U"转点", U"定向", U"targeted", U"refurb",
    U"翻新", U"ymmv", U"off", U"折",
    U"只要", U"开抢", U"手慢无", U"today only", U"shipped", U"price",
};
inline constexpr Word kCondition[] = {
    U"new account", U"new accounts", U"dd of", U"direct deposits", U"in-branch", U"in branch", U"select accounts",
    U"select cards", U"per customer", U"per household", U"max", U"cap", U"excluding", U"monthly fee", U"hold",
    U"keep", U"balance", U"portal", U"with code", U"use code", U"at checkout", U"shipping", U"in-store",
    U"in store only", U"online", U"首单", U"首购", U"限量", U"限一", U"领券", U"凑", U"件", U"叠", U"淘金币", U"定金",
    U"预售", U"plus", U"88vip", U"包邮", U"起购", U"自提", U"满", U"消费", U"刷够", U"刷满", U"月刷", U"dd",
    U"direct deposit", U"存", U"新户", U"新客", U"老户", U"限", U"仅限", U"每人", U"限购", U"targeted", U"定向",
    U"受邀", U"天内", U"个月内", U"天里", U"月内", U"年费", U"不行", U"除外", U"不参加", U"可用", U"起转", U"码",
    U"code", U"coupon", U"网点", U"门店", U"线上", U"in store", U"online only", U"注册", U"enroll", U"activate",
    U"add 到", U"封顶", U"上限", U"up to", U"limit", U"minimum", U"within", U"new customers", U"new customer",
    U"spend", U"require", U"required", U"卖完为止", U"while supplies last", U"会员", U"member", U"members", U"prime",
    U"凑单", U"叠加", U"ymmv", U"看脸", U"不是人人", U"邮件", U"不能", U"不含", U"excludes", U"需", U"clip",
    U"subscribe", U"s&s",
};
inline constexpr Word kSpam[] = {
    U"加群", U"进群", U"扫码", U"口令", U"代下", U"代购", U"收徒", U"拉新", U"我的码", U"填我", U"走我", U"我邀请",
    U"sign up with my", U"my code", U"referral link", U"hit me up", U"message me", U"我的 referral", U"我的referral",
    U"我的推荐", U"我的邀请", U"我的链接", U"我的 refer", U"点头像", U"私信我", U"邀请码", U"推荐链接", U"返你",
    U"求点", U"求 refer", U"my referral", U"my link", U"use my", U"dm me", U"pm me", U"电报", U"加微信", U"加我",
    U"telegram", U"喝奶茶",
};
inline constexpr Word kNoOffer[] = {
    U"涨价", U"涨了", U"智商税", U"退税", U"工资", U"房租", U"薪", U"账单", U"账单上", U"滞纳金", U"不划算", U"太贵",
    U"割韭菜", U"投诉", U"续保", U"保费", U"income", U"salary", U"my bill", U"charged me", U"overpriced",
    U"too expensive", U"price increase", U"was charged", U"refund", U"贵了", U"亏了", U"不值", U"折成",
};
inline constexpr Word kDealThread[] = {
    U"羊毛", U"薅", U"优惠", U"折扣", U"好价", U"白菜", U"线报", U"神车", U"捡漏", U"特价", U"满减", U"券", U"双11",
    U"双十一", U"618", U"黑五", U"开户", U"开卡", U"奖励", U"返现", U"促销", U"打折", U"秒杀", U"offer", U"offers",
    U"bonus", U"bonuses", U"deal", U"deals", U"promo", U"promos", U"promotion", U"promotions", U"coupon", U"coupons",
    U"churning", U"cashback", U"sale", U"sales", U"discount", U"discounts", U"freebie", U"freebies", U"black friday",
    U"prime day", U"cyber monday", U"bargain", U"bargains", U"rebate", U"rebates", U"data points", U"dp",
    U"便宜", U"囤货", U"好物", U"吼一声", U"cheap", U"price drops",
};
inline constexpr Word kNoName[] = {
    U"starting", U"tell", U"tells", U"anyone", U"someone", U"everyone", U"they", U"them", U"we", U"our", U"he",
    U"she", U"his", U"her", U"its", U"has", U"have", U"had", U"been", U"be", U"not", U"but", U"so", U"as", U"are",
    U"were", U"will", U"would", U"can", U"could", U"should", U"do", U"does", U"did", U"what", U"which", U"who",
    U"how", U"why", U"where", U"than", U"then", U"once", U"after", U"before", U"while", U"because", U"looks", U"like",
    U"think", U"make", U"makes", U"made", U"sure", U"please", U"thanks", U"thank", U"op", U"imo", U"tbh", U"heads",
    U"up", U"good", U"great", U"more", U"less", U"old", U"big", U"all", U"any", U"some", U"each", U"every", U"per",
    U"over", U"under", U"about", U"around", U"until", U"till", U"thru", U"between", U"during", U"also", U"even",
    U"really", U"still", U"very", U"too", U"much", U"many", U"two", U"three", U"last", U"next", U"again", U"yes",
    U"yep", U"confirmed", U"note", U"reminder", U"added", U"adding", U"keep", U"worked", U"works", U"posting",
    U"thread", U"month", U"week", U"year", U"account", U"accounts", U"online", U"website", U"site", U"order",
    U"orders", U"buying", U"bought", U"atl", U"reg", U"regular", U"retail", U"normally", U"usually",
    U"currently", U"available", U"starts", U"started", U"ending", U"through", U"dd", U"dp", U"dps", U"ur", U"mr",
    U"sub", U"af", U"p1", U"p2", U"cc", U"ymmv", U"ev", U"sol", U"cip", U"ach", U"ssn", U"itin", U"usd", U"rmb",
    U"cny", U"ok", U"id", U"pst", U"pdt", U"pt", U"est", U"edt", U"et", U"cst", U"ct", U"mst", U"mt", U"apr", U"apy",
    U"the", U"update", U"fyi", U"psa", U"offer", U"offers", U"bonus", U"promo", U"code", U"coupon", U"targeted",
    U"cashback", U"deal", U"deals", U"sale", U"free", U"off", U"only", U"limit", U"ends", U"expires", U"expired",
    U"open", U"get", U"got", U"spend", U"save", U"use", U"in", U"on", U"at", U"for", U"with", U"and", U"or", U"to",
    U"by", U"of", U"a", U"an", U"is", U"it", U"if", U"no", U"you", U"your", U"my", U"i", U"this", U"that", U"from",
    U"when", U"price", U"was", U"now", U"list", U"msrp", U"shipping", U"shipped", U"fs", U"ac", U"oos", U"gc",
    U"card", U"email", U"official", U"saw", U"found", U"just", U"today", U"there", U"here", U"k", U"w", U"am", U"pm",
    U"link", U"http", U"https", U"www", U"com", U"hot", U"dead", U"jan", U"feb", U"mar", U"may", U"jun", U"jul",
    U"aug", U"sep", U"oct", U"nov", U"dec", U"mon", U"tue", U"wed", U"thu", U"fri", U"sat", U"sun", U"january",
    U"february", U"march", U"april", U"june", U"july", U"august", U"september", U"october", U"november", U"december",
    U"monday", U"tuesday", U"wednesday", U"thursday", U"friday", U"saturday", U"sunday", U"memorial", U"labor",
    U"refer", U"add", U"lol", U"ps", U"btw", U"edit", U"hi", U"hello", U"q1", U"q2", U"q3", U"q4",
    U"new", U"post", U"posts",
    U"first up", U"ported", U"clipped", U"paid", U"caved", U"pushed", U"woke", U"snagged", U"grabbed", U"moved", U"booked", U"i've", U"i'm", U"eggs", U"applied", U"denied", U"approved",
};
inline constexpr Word kWeakName[] = {
    U"bank", U"checking", U"savings", U"business", U"preferred", U"premier", U"everyday", U"gold", U"platinum",
    U"cash", U"rewards", U"gift", U"best", U"buy", U"home", U"target", U"blue", U"flying", U"whole", U"one", U"first",
    U"pro", U"plus", U"max", U"mini", U"air", U"set", U"pack", U"app", U"store", U"prime", U"club", U"hotel",
    U"hotels", U"airlines", U"credit", U"points", U"miles", U"gb", U"tb", U"inch", U"oz", U"usb", U"usb-c", U"hd",
    U"4k", U"tv", U"pc", U"kit", U"men's", U"women's", U"black", U"white", U"wireless", U"bluetooth", U"portable",
    U"account", U"personal", U"total", U"unlimited", U"travel", U"dining", U"smart", U"smartly", U"water", U"power",
    U"light", U"series", U"edition",
    U"京东", U"天猫", U"淘宝", U"拼多多", U"苏宁", U"唯品会", U"抖音", U"美团", U"会员", U"自营",
    U"vip", U"超市", U"信用卡", U"红包", U"外卖", U"充值", U"流量", U"生活", U"中心", U"手机", U"银行", U"套餐", U"专场", U"旗舰店", U"会员卡", U"年卡", U"月卡", U"付款", U"宝藏版", U"券", U"话费卡", U"加油卡", U"微信",
    U"以旧换新", U"国补", U"补贴",
};
inline constexpr Word kFiller[] = {
    U"一起开给", U"一起开", U"一起", U"昨天", U"昨晚", U"今早", U"收到", U"今天", U"今晚", U"明天", U"又出一个",
    U"刚", U"刚刚", U"看到", U"发现", U"分享一个", U"分享", U"报告", U"更新", U"新的", U"一个", U"这个", U"那个",
    U"的", U"了", U"啦", U"呢", U"在", U"有", U"是", U"有个", U"现在", U"目前", U"顶格", U"回到", U"多给", U"打",
    U"送", U"返", U"给", U"加赠", U"单笔", U"满", U"最高", U"卖", U"到手", U"到手价", U"券后", U"特价", U"好价",
    U"史低", U"消费", U"只要", U"仅", U"只需", U"奖励", U"限时", U"全场", U"起", U"降到", U"降至", U"一次", U"已失效",
    U"失效", U"立减", U"直减", U"得", U"拿", U"开给", U"领", U"补货", U"再来", U"速度", U"手慢无", U"神价", U"快",
    U"买", U"券", U"瓶", U"件", U"补贴", U"百亿补贴", U"再减", U"折后", U"实付", U"现价", U"元", U"块",
    U"减", U"再", U"算下来", U"出来", U"来了", U"出来了", U"大券", U"满减", U"打折", U"活动", U"一共", U"单件", U"折合", U"相当于", U"起步",
    U"月租", U"月费", U"首年", U"每月", U"每人",
};
// clang-format on

}  // namespace gailou::digest::deal_words
