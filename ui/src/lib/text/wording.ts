// The two sentences that the screens need when the program itself could not answer; the same as in
// the error catalogue.
export const wording = {
  badRequest:
    'Không đọc được yêu cầu này. Hãy mở lại màn hình và làm lại; nếu vẫn lỗi, gửi mã lỗi cho nơi hỗ trợ.',
  internal:
    'Chương trình gặp lỗi khi làm việc này, dữ liệu đã lưu vẫn an toàn. Hãy gửi mã lỗi cho nơi hỗ trợ.',
} as const;
