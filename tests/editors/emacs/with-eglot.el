;;; with-eglot.el --- Does archnotes work in Emacs with eglot?  -*- lexical-binding: t -*-

;;; Code:

(require 'eglot)
(require 'flymake)

(defun findings ()
  "The findings as (line text type), in the order of the text."
  (mapcar (lambda (it)
            (list (line-number-at-pos (flymake-diagnostic-beg it))
                  (buffer-substring-no-properties (flymake-diagnostic-beg it) (flymake-diagnostic-end it))
                  (flymake-diagnostic-type it)))
          (sort (flymake-diagnostics)
                (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))

(defconst renamed '(3 "Kinesis Data Firehose" eglot-note))
(defconst single '(5 "EC2 한 대" eglot-warning))
(defconst english '(7 "a single EC2 instance" eglot-warning))

(defun expect (expected)
  "Wait for the EXPECTED findings, and fail with those that are there."
  ;; Emacs tells of edits when its user rests, which nobody does in a batch.
  (eglot--signal-textDocument/didChange)
  (condition-case err
      (wait-for "the findings" (lambda () (flymake-start) (equal (findings) expected)))
    (error (error "%s: %S, found %S" (cadr err) expected (findings)))))

(defun ask (method)
  "Ask the server METHOD at point."
  (jsonrpc-request (eglot-current-server) method (eglot--TextDocumentPositionParams) :timeout patience))

(defconst with-eglot
  `(("the server is started, and says who it is" .
     ,(lambda ()
        (equal-or-fail (plist-get (eglot--server-info (eglot-current-server)) :name) "archnotes" "the server")))
    ("findings stand at their text, behind emoji and Korean" .
     ,(lambda () (expect (list renamed single english))))
    ("a finding says why" .
     ,(lambda ()
        (go-to "EC2 한 대")
        (let ((said (flymake-diagnostic-text (car (flymake-diagnostics (point))))))
          (unless (string-match-p "가용 영역" said)
            (error "No reason in %s" said)))))
    ("hover shows the card in Korean" .
     ,(lambda ()
        (go-to "Kinesis Data Firehose")
        (let ((card (plist-get (plist-get (ask :textDocument/hover) :contents) :value)))
          (unless (and (string-match-p "Amazon Data Firehose" card) (string-match-p "[가-힣]" card))
            (error "No card in %s" card)))))
    ("completion writes the name behind an emoji" .
     ,(lambda ()
        (goto-char (point-max))
        (insert "👩‍💻 썸네일은 람")
        (pcase-let* ((`(,beg ,end ,items . ,_) (eglot-completion-at-point))
                     (found (all-completions (buffer-substring-no-properties beg end) items)))
          (equal-or-fail (buffer-substring-no-properties beg end) "람" "what is completed")
          (unless (seq-find (lambda (it) (string-match-p "람다" it)) found)
            (error "No 람다 among %S" found)))
        (delete-region (line-beginning-position) (point-max))))
    ("the fix writes the new name where the old one stood" .
     ,(lambda ()
        (go-to "Kinesis Data Firehose")
        (let* ((place (car (flymake-diagnostics (point))))
               (actions (eglot-code-actions (flymake-diagnostic-beg place) (flymake-diagnostic-end place) "quickfix"))
               (fix (seq-find (lambda (it) (string-match-p "Amazon Data Firehose" (plist-get it :title))) actions)))
          (unless fix
            (error "No fix among %S" (mapcar (lambda (it) (plist-get it :title)) actions)))
          (eglot--apply-workspace-edit (plist-get fix :edit)))
        (goto-char (point-min))
        (forward-line 2)
        (equal-or-fail (buffer-substring-no-properties (point) (line-end-position))
                       "🚀 로그는 Amazon Data Firehose로 S3에 보낸다." "the line")
        (expect (list single english))))
    ("findings follow the edits" .
     ,(lambda ()
        (goto-char (point-min))
        (insert "🧭 개요를 적는다.\n\n")
        (expect (list (cons 7 (cdr single)) (cons 9 (cdr english))))
        (erase-buffer)
        (expect nil)))
    ("it ends" .
     ,(lambda ()
        (let ((process (jsonrpc--process (eglot-current-server))))
          (eglot-shutdown (eglot-current-server))
          (equal-or-fail (process-live-p process) nil "whether it lives"))))))

(defun start-eglot ()
  "Start the server for the buffer and wait until it is there."
  (setq eglot-sync-connect patience
        eglot-connect-timeout patience)
  (apply #'eglot--connect (eglot--guess-contact)))

(provide 'with-eglot)
;;; with-eglot.el ends here
