/*
 * The built-in list: lines that stand around stories on many sites, for corpora too small to learn from. Each entry is
 * folded and cut into lines as any text is, and a line is taken out where all of it is such a line.
 */
#include <string.h>

#include "learn/known.h"
#include "learn/rules.h"

static const char *const entries[] = {
    "1 January 2000, 10:00", /* stands for all date lines: see date_lines.h */
    /* English */
    "Source link",
    "Facebook Comments Box",
    "Facebook Comments",
    "Read more",
    "Continue reading",
    "Click here to read the original article",
    "Read the original article here",
    "Share this",
    "Share this article",
    "Share on Facebook",
    "Share on Twitter",
    "Like this",
    "Like Loading",
    "Related stories",
    "Related articles",
    "Leave a comment",
    "Leave a Reply",
    "Your email address will not be published",
    "Required fields are marked",
    "Sign up for our newsletter",
    "Subscribe to our newsletter",
    "All rights reserved",
    "Advertisement",
    /* Arabic */
    "رابط المصدر",
    "المصدر",
    "المصدر: وكالات",
    "اقرأ أيضا",
    "اقرأ المزيد",
    "مواضيع ذات صلة",
    "شارك هذا الموضوع",
    "جميع الحقوق محفوظة",
    "اترك تعليقا",
    "تعليقات",
    /* Chinese, Japanese */
    "分享到",
    "相关新闻",
    "原文链接",
    "责任编辑",
    "版权所有",
    "関連記事",
    "シェアする",
    /* Spanish, French, German, Portuguese, Italian, Turkish, Russian */
    "Leer más",
    "Compartir",
    "Noticias relacionadas",
    "Todos los derechos reservados",
    "Lire la suite",
    "Partager cet article",
    "Tous droits réservés",
    "Lesen Sie auch",
    "Artikel teilen",
    "Alle Rechte vorbehalten",
    "Leia mais",
    "Compartilhe",
    "Leggi anche",
    "Tutti i diritti riservati",
    "Devamını oku",
    "Tüm hakları saklıdır",
    "Читайте также",
    "Поделиться",
    "Все права защищены",
};

static enum wirecopy_status fold_entries(struct hash_set *lines)
{
    struct folder *folder = NULL;
    enum wirecopy_status status = folder_create(&folder);
    for (size_t i = 0; i < sizeof entries / sizeof *entries && status == WIRECOPY_OK; i++) {
        struct folded folded;
        status = fold_text(folder, entries[i], strlen(entries[i]), &folded);
        for (size_t j = 0; status == WIRECOPY_OK && j < folded.line_count; j++)
            status = hash_set_add(lines, folded.lines[j].hash);
    }
    folder_free(folder);
    return status;
}

enum wirecopy_status built_in_init(struct built_in *built_in, bool list, const struct known *known)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *built_in = (struct built_in){{0}, {0}};
    if (list)
        status = fold_entries(&built_in->lines);
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
