/*
 * The built-in list: lines that stand around stories on many sites, for corpora too small to learn from. Each entry is
 * folded and cut into lines as any text is, and a line is taken out where all of it is such a line.
 */
#include <string.h>

#include "learn/learning.h"
#include "learn/lines/known.h"
#include "learn/lines/rules.h"

/* clang-format off */
static const char *const entries[] = {
    "1 January 2000, 10:00", /* stands for all date lines: see date_lines.h */
    /* English */
    "Source link", "Facebook Comments Box", "Facebook Comments", "Read more", "Continue reading", "Click here to read the original article",
    "Read the original article here", "Share this", "Share this article", "Share on Facebook", "Share on Twitter", "Like this", "Like Loading",
    "Loading", "Twitter", "Facebook", "WhatsApp", "Telegram", "Related stories", "Related articles", "Related topics", "Leave a comment",
    "Leave a Reply", "Your email address will not be published", "Required fields are marked", "Sign up for our newsletter",
    "Sign up for our daily newsletter", "Subscribe to our newsletter", "Enter your email address", "All rights reserved", "Copyright",
    "Advertisement", "Click to share on Facebook (Opens in new window)", "Click to share on Twitter (Opens in new window)",
    "Click to share on WhatsApp (Opens in new window)", "Click to share on Telegram (Opens in new window)",
    /* Arabic */
    "رابط المصدر", "المصدر", "المصدر: وكالات", "اقرأ أيضا", "إقرأ أيضا", "اقرأ المزيد", "مواضيع ذات صلة", "أخبار ذات صلة", "شارك هذا الموضوع",
    "شارك", "تويتر", "فيسبوك", "واتساب", "جميع الحقوق محفوظة", "اترك تعليقا", "تعليقات", "اشترك في النشرة البريدية", "أدخل بريدك الإلكتروني",
    "لن يتم نشر عنوان بريدك الإلكتروني", "للمزيد من الأخبار تابعوا صفحتنا على فيسبوك",
    /* Persian, Urdu, Hebrew */
    "بیشتر بخوانید", "ادامه مطلب", "مطالب مرتبط", "اخبار مرتبط", "اشتراک گذاری", "انتهای پیام", "کلیه حقوق محفوظ است", "ارسال نظر", "مزید پڑھیں",
    "متعلقہ خبریں", "شیئر کریں", "جملہ حقوق محفوظ ہیں", "کمینٹ کریں", "קראו גם", "קרא עוד", "כתבות קשורות", "שתפו", "שתף", "כל הזכויות שמורות",
    "הוסף תגובה", "השאירו תגובה",
    /* Chinese, Japanese, Korean */
    "分享到", "分享", "相关新闻", "相关阅读", "延伸阅读", "原文链接", "阅读原文", "责任编辑", "版权所有", "发表评论", "相關新聞", "延伸閱讀", "版權所有", "責任編輯", "関連記事", "シェアする", "ツイート", "続きを読む",
    "あわせて読みたい", "無断転載を禁じます", "関連キーワード", "コメントを残す", "관련 기사", "관련기사", "공유하기", "페이스북", "트위터", "더 보기", "무단 전재 및 재배포 금지", "무단전재 및 재배포 금지",
    "무단전재-재배포 금지", "댓글 남기기", "원문 보기",
    /* Spanish, Portuguese, Catalan */
    "Leer más", "Lea también", "Lee también", "Compartir", "Comparte", "Compartir en", "Noticias relacionadas", "Todos los derechos reservados",
    "Deja un comentario", "Tu dirección de correo electrónico no será publicada", "Suscríbete a nuestro boletín", "Leia mais", "Leia também",
    "Saiba mais", "Veja também", "Compartilhe", "Compartilhar", "Partilhar", "Notícias relacionadas", "Todos os direitos reservados",
    "Deixe um comentário", "O seu endereço de e-mail não será publicado", "Llegir més", "Notícies relacionades", "Tots els drets reservats",
    /* French, Italian, Romanian */
    "Lire la suite", "Lire aussi", "À lire aussi", "Partager", "Partager cet article", "Articles similaires", "Sur le même sujet",
    "Tous droits réservés", "Laisser un commentaire", "Votre adresse e-mail ne sera pas publiée", "Leggi anche", "Leggi tutto",
    "Continua a leggere", "Condividi", "Articoli correlati", "Tutti i diritti riservati", "Lascia un commento", "Citește și", "Citește mai mult",
    "Distribuie", "Articole similare", "Toate drepturile rezervate",
    /* German, Dutch, Swedish, Danish, Norwegian, Finnish */
    "Lesen Sie auch", "Weiterlesen", "Mehr zum Thema", "Ähnliche Artikel", "Artikel teilen", "Teilen", "Alle Rechte vorbehalten",
    "Kommentar schreiben", "Schreibe einen Kommentar", "Deine E-Mail-Adresse wird nicht veröffentlicht", "Newsletter abonnieren",
    "Zum Originalartikel", "Lees ook", "Lees meer", "Lees verder", "Deel dit artikel", "Gerelateerde artikelen", "Alle rechten voorbehouden",
    "Läs mer", "Läs också", "Dela", "Dela artikeln", "Læs mere", "Læs også", "Del artiklen", "Les også", "Les mer", "Del artikkelen", "Lue lisää",
    "Lue myös", "Jaa artikkeli", "Kaikki oikeudet pidätetään",
    /* Russian, Ukrainian, Bulgarian, Serbian */
    "Читайте также", "Читать далее", "Читать полностью", "Материалы по теме", "Поделиться", "Все права защищены", "Добавить комментарий",
    "Ваш адрес email не будет опубликован", "Подпишитесь на нашу рассылку", "ВКонтакте", "Читайте також", "Читати далі", "Поділитися",
    "Матеріали за темою", "Усі права захищено", "Всі права захищені", "Залишити коментар", "Прочетете още", "Вижте още", "Сподели",
    "Всички права запазени", "Прочитајте још", "Сва права задржана",
    /* Polish, Czech, Slovak, Croatian, Slovenian, Hungarian */
    "Czytaj także", "Czytaj też", "Czytaj więcej", "Zobacz także", "Udostępnij", "Powiązane artykuły", "Wszelkie prawa zastrzeżone",
    "Dodaj komentarz", "Čtěte také", "Číst dále", "Sdílet", "Související články", "Všechna práva vyhrazena", "Čítajte tiež", "Čítať ďalej",
    "Zdieľať", "Súvisiace články", "Všetky práva vyhradené", "Pročitajte još", "Pročitaj još", "Podijeli", "Sva prava pridržana",
    "Sva prava zadržana", "Preberite tudi", "Deli", "Vse pravice pridržane", "Olvasson tovább", "Olvasd el ezt is", "Megosztás",
    "Kapcsolódó cikkek", "Minden jog fenntartva",
    /* Turkish, Azerbaijani, Kazakh, Greek, Armenian, Georgian */
    "Devamını oku", "Ayrıca okuyun", "İlgili haberler", "Paylaş", "Yorum yapın", "Yorum Yap", "Tüm hakları saklıdır",
    "E-posta adresiniz yayınlanmayacak", "Davamını oxu", "Bütün hüquqlar qorunur", "Толығырақ оқу", "Бөлісу", "Барлық құқықтар қорғалған",
    "Διαβάστε επίσης", "Διαβάστε περισσότερα", "Σχετικά άρθρα", "Κοινοποίηση", "Με επιφύλαξη παντός δικαιώματος", "Αφήστε ένα σχόλιο",
    "Կարդացեք նաև", "Կիսվել", "Բոլոր իրավունքները պաշտպանված են", "წაიკითხეთ ასევე", "გაზიარება", "ყველა უფლება დაცულია",
    /* Hindi, Bengali, Marathi, Gujarati, Punjabi, Tamil, Telugu, Kannada, Malayalam */
    "यह भी पढ़ें", "ये भी पढ़ें", "आगे पढ़ें", "और पढ़ें", "संबंधित खबरें", "शेयर करें", "सर्वाधिकार सुरक्षित", "टिप्पणी करें", "আরও পড়ুন",
    "আরো পড়ুন", "বিস্তারিত পড়ুন", "সম্পর্কিত খবর", "শেয়ার করুন", "সর্বস্বত্ব সংরক্ষিত", "মন্তব্য করুন", "हेही वाचा", "आणखी वाचा", "શેર કરો",
    "આ પણ વાંચો", "ਇਹ ਵੀ ਪੜ੍ਹੋ", "ਸਾਂਝਾ ਕਰੋ", "மேலும் படிக்க", "பகிர்", "தொடர்புடைய செய்திகள்", "ఇవి కూడా చదవండి", "షేర్ చేయండి", "ಇದನ್ನೂ ಓದಿ",
    "ಹಂಚಿಕೊಳ್ಳಿ", "കൂടുതൽ വായിക്കുക", "പങ്കിടുക",
    /* Indonesian, Malay, Vietnamese, Thai, Khmer, Burmese, Filipino, Swahili */
    "Baca juga", "Baca selengkapnya", "Berita terkait", "Bagikan", "Bagikan artikel ini", "Hak cipta dilindungi undang-undang",
    "Tinggalkan komentar", "Alamat email Anda tidak akan dipublikasikan", "Berlangganan buletin kami", "Kongsi", "Hak cipta terpelihara",
    "Baca lagi", "Đọc thêm", "Xem thêm", "Xem tiếp", "Tin liên quan", "Chia sẻ", "Bình luận", "Để lại bình luận", "Đã đăng ký bản quyền",
    "Giữ bản quyền", "อ่านต่อ", "อ่านเพิ่มเติม", "ข่าวที่เกี่ยวข้อง", "แชร์", "สงวนลิขสิทธิ์", "แสดงความคิดเห็น", "អានបន្ត", "អត្ថបទទាក់ទង",
    "ចែករំលែក", "រក្សាសិទ្ធិគ្រប់យ៉ាង", "ဆက်ဖတ်ရန်", "မျှဝေရန်", "Basahin din", "Magbasa pa", "Soma zaidi", "Soma pia", "Shiriki",
};
/* clang-format on */

enum wirecopy_status built_in_lines(struct hash_set *lines, struct folder *at_hand)
{
    struct folder *folder = at_hand;
    enum wirecopy_status status = at_hand ? WIRECOPY_OK : folder_create(&folder);
    for (size_t i = 0; i < sizeof entries / sizeof *entries && status == WIRECOPY_OK; i++) {
        struct folded folded;
        status = fold_text(folder, entries[i], strlen(entries[i]), &folded);
        for (size_t j = 0; status == WIRECOPY_OK && j < folded.line_count; j++)
            status = hash_set_add(lines, folded.lines[j].hash);
    }
    if (!at_hand)
        folder_free(folder);
    return status;
}

enum wirecopy_status built_in_init(struct built_in *built_in, bool list, const struct known *known)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *built_in = (struct built_in){{0}, {0}};
    if (list)
        status = built_in_lines(&built_in->lines, known ? known->folder : NULL);
    return status == WIRECOPY_OK && known ? hash_set_add_all(&built_in->lines, &known->everywhere) : status;
}

void built_in_release(struct built_in *built_in)
{
    hash_set_release(&built_in->lines);
    hash_set_release(&built_in->met);
}

enum wirecopy_status built_in_take(struct built_in *built_in, struct left_out *left_out, const struct shown_lines *shown)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++)
        if (hash_set_has(&built_in->lines, shown->lines[i].hash)) {
            take_line_out(left_out, shown_number(shown, i));
            status = hash_set_add(&built_in->met, shown->lines[i].hash);
        }
    return status;
}
